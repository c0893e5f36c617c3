"""The cookies that a pupil's server gives to one visitor. They are kept here: none of them reaches a browser.

A browser holds some 180 cookies for all ports of a host together: one hostile answer would throw out the site's own.
"""

import re
import time
from email.utils import parsedate_to_datetime

MOST = 5
AN_HOUR = 3600  # seconds
MOST_JARS = 500  # of one server
NAME = re.compile(rb"[A-Za-z0-9_]{1,32}")
VALUE = re.compile(rb"[!#-+\--:<-\[\]-~]{0,256}")


class Jar:
    """One visitor's. `now` is a monotonic clock in seconds."""

    def __init__(self, now=time.monotonic):
        self.now = now
        self.cookies = {}  # name → (value, when it ends)
        self.used_at = now()

    def keep(self, header):
        """Do what one `Set-Cookie` (bytes) says; what is malformed, too long or one too many changes nothing."""
        pair, *attributes = header.split(b";")
        name, equals, value = (part.strip(b" ") for part in pair.partition(b"="))
        if not (equals and NAME.fullmatch(name) and VALUE.fullmatch(value)):
            return
        age = age_of(attributes)
        if age <= 0:
            self.cookies.pop(name, None)
        elif name in self.cookies or len(self.cookies) < MOST:
            self.cookies[name] = value, self.now() + min(age, AN_HOUR)

    def header(self):
        """The value of the `Cookie` header, b"" when there is none."""
        self.used_at = self.now()
        living = {name: kept for name, kept in self.cookies.items() if kept[1] > self.now()}
        self.cookies = living
        return b"; ".join(name + b"=" + value for name, (value, _) in living.items())


class Jars:
    """Those of one server's visitors; one that was not used for an hour is forgotten."""

    def __init__(self, now=time.monotonic):
        self.now = now
        self.jars = {}

    def of(self, visitor):
        jar = self.jars.pop(visitor, None)
        if jar is None or jar.used_at + AN_HOUR < self.now():
            jar = Jar(self.now)
        self.jars[visitor] = jar  # the one used last is the last
        while len(self.jars) > MOST_JARS:
            del self.jars[next(iter(self.jars))]
        return jar


def age_of(attributes):
    """Seconds, by `Max-Age` or else `Expires`; an hour when neither can be read."""
    told = {}
    for attribute in attributes:
        name, _, value = attribute.partition(b"=")
        told[name.strip().lower()] = value.strip().decode("latin-1")
    if re.fullmatch(r"-?\d{1,12}", told.get(b"max-age", "")):
        return int(told[b"max-age"])
    try:
        return parsedate_to_datetime(told[b"expires"]).timestamp() - time.time()
    except (KeyError, ValueError, TypeError, OverflowError):
        return AN_HOUR
