"""Private rooms, each a visitor's own: only the site makes their addresses, and no list shows them.

Such a room exists as soon as its address does. Its row is made by the first socket, and deleted a day after the last.
"""

import re
from datetime import timedelta

from django.utils.crypto import constant_time_compare, salted_hmac

from chat.people import visitor_of

PREFIX = "prive-"
ADDRESS = re.compile(r"prive-(?P<id>[0-9a-z]+)(?:-(?P<rank>[0-9]))?-(?P<signature>[0-9a-f]{16})", re.ASCII)
TITLE = "Votre salon"
KEPT = timedelta(days=1)  # after somebody was last seen there


def make_slug(visitor, rank=1):
    """The address of a visitor's private room; `rank` tells several apart."""
    name = owner(visitor) if rank == 1 else f"{owner(visitor)}-{rank}"
    return f"{PREFIX}{name}-{signature(name)}"


def owner(visitor):
    """What stands for a visitor in an address that others may see. The visitor's id cannot be found from it."""
    return salted_hmac("chat.private.owner", visitor, algorithm="sha256").hexdigest()[:16]


def is_open_to(slug, source):
    """Whether who asks (a request or an ASGI scope) may enter the room: a private one is its visitor's alone."""
    found = ADDRESS.fullmatch(slug)
    if found is None:
        return True
    visitor = visitor_of(source)
    return visitor is not None and constant_time_compare(owner(visitor), found["id"])


def title(slug):
    """The title of the private room at an address, or None if the site has not made this address."""
    found = ADDRESS.fullmatch(slug)
    if found is None:
        return None
    name = slug[len(PREFIX) : found.start("signature") - 1]
    if not constant_time_compare(signature(name), found["signature"]):
        return None
    return TITLE if found["rank"] is None else f"{TITLE} n°\u00a0{found['rank']}"


def signature(name):
    return salted_hmac("chat.private", name, algorithm="sha256").hexdigest()[:16]
