"""How many files and connections this process may hold open: the system's limit, raised as far as it goes."""

import selectors
import sys

try:
    import resource
except ImportError:  # Windows, whose limit is that of select()
    resource = None

SELECT_LIMIT = 512 if sys.platform == "win32" else 1024  # beyond, select() raises and the process ends
WISHED = (65_536, 10_240, 4096)  # macOS refuses what is above its limit for a process
LEAST_RESERVE, RESERVE = 64, 8  # for files and the database: at least so many, and one in so many


def raise_limit():
    """Raise the soft limit; it needs no rights up to the hard one."""
    if resource is None:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    for wished in WISHED:
        limit = wished if hard == resource.RLIM_INFINITY else min(wished, hard)
        if soft != resource.RLIM_INFINITY and limit > soft and is_raised(limit, hard):
            return


def is_raised(limit, hard):
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (limit, hard))
    except (OSError, ValueError):
        return False
    return True


def limit():
    """The number of descriptors that this process can use."""
    soft = resource.getrlimit(resource.RLIMIT_NOFILE)[0] if resource else SELECT_LIMIT
    if resource and soft == resource.RLIM_INFINITY:
        soft = WISHED[0]
    uses_select = selectors.DefaultSelector is selectors.SelectSelector
    return min(soft, SELECT_LIMIT) if uses_select else soft


def most_connections():
    """How many of them may be connections of clients."""
    whole = limit()
    return whole - max(LEAST_RESERVE, whole // RESERVE)
