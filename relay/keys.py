"""A visitor's key, in the address: `/chez/greg/~<key>/page2`.

A page in a sandbox sends no cookie, so the visitor travels in the mount point. The key is signed, not stored: it holds
whose server it opens, who visits and until when, and is good at the network address that it was given to alone.
"""

import base64
import re
import secrets
import struct
import time
from dataclasses import dataclass

from django.utils.crypto import constant_time_compare, salted_hmac

AN_HOUR = 3600  # seconds
MINUTES = 5 * 60
FORMAT = struct.Struct(">IIIQ?")  # server, claim (0: nobody), end, visitor, entered
MAC = 12  # bytes
KEY = re.compile(r"/~[A-Za-z0-9_-]{40,60}(?=/|$|\?)")


@dataclass(frozen=True)
class Key:
    """`server`: number of the Server it opens. `claim`: the visitor's, 0 for nobody. `visitor`: tells two apart.

    Not `entered`: it comes from the site, and opens the page of the first visit.
    """

    server: int
    claim: int
    visitor: int
    entered: bool = True

    def text(self, address):
        end = int(time.time()) + (AN_HOUR if self.entered else MINUTES)
        content = FORMAT.pack(self.server, self.claim, end, self.visitor, self.entered)
        return encoded(content + mac(content, address))


def new_key(server, claim=0, entered=True):
    """Who has a claim is the same visitor each time."""
    return Key(server, claim, claim or secrets.randbits(63) | 1 << 62, entered)


def read(text, address):
    """The Key, None for one that is over, was made up, or belongs to another address."""
    try:
        raw = base64.urlsafe_b64decode(f"{text}{'=' * (-len(text) % 4)}")
        server, claim, end, visitor, entered = FORMAT.unpack(raw[:-MAC])
    except (ValueError, struct.error):
        return None
    if end < time.time() or not constant_time_compare(raw[-MAC:], mac(raw[:-MAC], address)):
        return None
    return Key(server, claim, visitor, entered)


def mac(content, address):
    return salted_hmac("relay.key", content + address.encode(), algorithm="sha256").digest()[:MAC]


def encoded(raw):
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def without_key(text):
    """Addresses as they are shown: `/chez/greg/~…/page2` is `/chez/greg/page2`."""
    return KEY.sub("", text)
