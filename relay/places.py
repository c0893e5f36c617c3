"""Whether an address stays within a pupil's folder."""

from posixpath import normpath
from urllib.parse import unquote, urljoin, urlsplit


def inside(location, scope):
    """Whether a redirect of this answer leads to an address under its own mount point, as any browser reads it."""
    if any(ord(character) <= 0x20 or character in "\\\x7f" for character in location):
        return False
    host = next((value for name, value in scope["headers"] if name == "host"), "")
    base = f"{scope['scheme'].replace('ws', 'http')}://{host}{scope['path']}"
    try:
        target, here = urlsplit(urljoin(base, location)), urlsplit(base)
        same = (target.scheme, target.netloc) == (here.scheme, here.netloc)
    except ValueError:
        return False
    return same and is_under(scope["root_path"], target.path)


def is_under(root, path):
    """Also when dots and slashes are written `%2e` and `%2f`, once or twice."""
    plain = unquote(unquote(path))
    return "\\" not in plain and f"{normpath(plain)}/".startswith(f"{root}/") and "//" not in plain
