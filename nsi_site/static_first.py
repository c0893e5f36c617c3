"""Static files are answered before Django and its middleware: most of a page's requests ask for them.

Each file is looked at (`stat`) when it is asked for: one that the teacher edits during the lesson is served as it is
now, and what has not changed is answered with 304. `manage.py collectstatic` puts compressed copies beside a copy of
each file in STATIC_ROOT; a compressed copy is sent as long as it is younger than its file.
"""

import re
import stat
from pathlib import Path
from posixpath import normpath

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from servestatic.asgi import FileServerASGI
from servestatic.media_types import MediaTypes
from servestatic.responders import StaticFile

from exchanges.letters import path_in_site

MOST_KNOWN = 5000  # addresses; a file may have several where the system ignores case
HASHED = re.compile(r"\.[0-9a-f]{8,}\.")
YEAR = 365 * 24 * 3600


class StaticFirst:
    """ASGI middleware."""

    def __init__(self, app):
        self.app = app
        self.prefix = settings.STATIC_URL
        self.types = MediaTypes()
        self.known = {}  # address under the prefix → (place, what `version` said of it, ServeStatic's file)

    async def __call__(self, scope, receive, send):
        path = path_in_site(scope)
        file = self.find(path.removeprefix(self.prefix)) if path.startswith(self.prefix) else None
        if file is None:
            await self.app(scope, receive, send)
        else:
            await FileServerASGI(file)(plain_for_panes(scope), receive, send)

    def find(self, name):
        """ServeStatic's file as it is now on the disk, or None."""
        place, seen, file = self.known.get(name, (None, None, None))
        now = version(place)
        if now is None:
            place = found(name)
            now = version(place)
        if now is None:
            self.known.pop(name, None)
            return None
        if now != seen:
            file = self.read(name, place)
            if len(self.known) >= MOST_KNOWN:
                self.known.clear()
            self.known[name] = place, now, file
        return file

    def read(self, name, place):
        kind = self.types.get_type(place)
        headers = [
            ("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind),
            ("Cache-Control", f"max-age={YEAR}, public, immutable" if HASHED.search(name) else "max-age=0, public"),
            ("Access-Control-Allow-Origin", "*"),  # the page in which a pupil's own code runs has no origin
        ]
        compressed = Path(settings.STATIC_ROOT, f"{name}.gz")
        is_young = compressed.is_file() and compressed.stat().st_mtime >= Path(place).stat().st_mtime
        return StaticFile(place, headers, encodings={"gzip": str(compressed)} if is_young else None)


def found(name):
    """Where the file of this name under the prefix is, or None."""
    try:
        return finders.find(name) if name == normpath(name) else None
    except SuspiciousFileOperation:  # a way out of the folders
        return None


def version(place):
    """Changes with the file; None when there is no such file."""
    if place is None:
        return None
    try:
        status = Path(place).stat()
    except (OSError, ValueError):
        return None
    return (status.st_mtime_ns, status.st_size) if stat.S_ISREG(status.st_mode) else None


def plain_for_panes(scope):
    """The lesson shows the bodies of what its panes ask for: those are not compressed."""
    if not scope.get("root_path"):
        return scope
    return scope | {"headers": [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]}
