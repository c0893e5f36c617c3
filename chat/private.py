"""Private rooms: only the site makes their addresses, nobody can guess one, and no list shows them.

Such a room exists as soon as its address does. Its row is made by the first socket, and deleted a day after the last.
"""

import re
from datetime import timedelta

from django.utils.crypto import constant_time_compare, salted_hmac

PREFIX = "prive-"
ADDRESS = re.compile(r"prive-(?P<id>[0-9a-z]+)(?:-(?P<rank>[0-9]))?-(?P<signature>[0-9a-f]{16})", re.ASCII)
TITLE = "Votre salon"
KEPT = timedelta(days=1)  # after somebody was last seen there


def make_slug(id, rank=1):
    """The address of the private room `id` (digits and lower-case letters); `rank` tells several of one owner apart."""
    name = id if rank == 1 else f"{id}-{rank}"
    return f"{PREFIX}{name}-{signature(name)}"


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
