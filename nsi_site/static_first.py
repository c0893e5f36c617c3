"""Static files are answered before Django and its middleware: most of a page's requests ask for them.

Each file is looked at (`stat`) when it is asked for: one that the teacher edits during the lesson is served as it is
now, and what has not changed is answered with 304. Where the address holds the version (`static_files`) and the file is
that version's, browsers keep it and never ask again. `manage.py collectstatic` puts compressed copies beside a copy of
each file in STATIC_ROOT; a compressed copy is sent as long as it is younger than its file.
"""

import re
from io import BytesIO
from pathlib import Path
from posixpath import normpath

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from servestatic.media_types import MediaTypes
from servestatic.responders import StaticFile

from exchanges.letters import path_in_site
from nsi_site import static_version
from nsi_site.static_version import state

MOST_KNOWN = 5000  # addresses; a file may have several where the system ignores case
VERSIONED = re.compile(rf"(?:([0-9a-f]{{{static_version.LENGTH}}})/)?(.*)", re.DOTALL)
KEPT = f"max-age={365 * 24 * 3600}, public, immutable"
ASKED_AGAIN = "max-age=0, public"
PIECE = 64 * 1024  # bytes; nearly every file is one


class StaticFirst:
    """ASGI middleware."""

    def __init__(self, app):
        self.app = app
        self.prefix = settings.STATIC_URL
        self.types = MediaTypes()
        self.known = {}  # name → (place, its `state`, ServeStatic's files: asked for again each time, kept)

    async def __call__(self, scope, receive, send):
        path = path_in_site(scope)
        file = self.find(path.removeprefix(self.prefix)) if path.startswith(self.prefix) else None
        if file is None:
            await self.app(scope, receive, send)
        else:
            await answer(file, plain_for_panes(scope), send)

    def find(self, address):
        """ServeStatic's file as it is now on the disk, or None."""
        mark, name = VERSIONED.fullmatch(address).groups()
        place, seen, *files = self.known.get(name, (None, None))
        now = state(place)
        if now is None:
            place = found(name)
            now = state(place)
        if now is None:
            self.known.pop(name, None)
            return None
        if now != seen:
            files = [self.read(name, place, cache) for cache in (ASKED_AGAIN, KEPT)]
            if len(self.known) >= MOST_KNOWN:
                self.known.clear()
            self.known[name] = place, now, *files
        return files[is_of_version(mark, name, now)]

    def read(self, name, place, cache):
        kind = self.types.get_type(place)
        headers = [
            ("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind),
            ("Cache-Control", cache),
            ("Access-Control-Allow-Origin", "*"),  # the page in which a pupil's own code runs has no origin
        ]
        compressed = Path(settings.STATIC_ROOT, f"{name}.gz")
        is_young = compressed.is_file() and compressed.stat().st_mtime >= Path(place).stat().st_mtime
        return StaticFile(place, headers, encodings={"gzip": str(compressed)} if is_young else None)


def is_of_version(mark, name, now):
    """Not so: a process that serves another version, or a file that was changed since its page was made."""
    version = static_version.current()
    return mark == version.mark and version.states.get(name) == now


async def answer(file, scope, send):
    """Read here, not on a thread: such files are small and in the system's memory, a thread for each costs far more."""
    response = file.get_response(scope["method"], dict(map(as_wsgi, scope["headers"])))
    headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in response.headers]
    await send({"type": "http.response.start", "status": int(response.status), "headers": headers})
    with response.file or BytesIO() as content:
        piece = content.read(PIECE)
        while following := content.read(PIECE):
            await send({"type": "http.response.body", "body": piece, "more_body": True})
            piece = following
    await send({"type": "http.response.body", "body": piece})


def as_wsgi(header):
    """ASGI's pair of bytes as ServeStatic reads it."""
    name, value = (part.decode("latin-1") for part in header)
    return f"HTTP_{name.upper().replace('-', '_')}", value


def found(name):
    """Where the file of this name under the prefix is, or None."""
    try:
        return finders.find(name) if name == normpath(name) else None
    except SuspiciousFileOperation:  # a way out of the folders
        return None


def plain_for_panes(scope):
    """The lesson shows the bodies of what its panes ask for: those are not compressed."""
    if not scope.get("root_path"):
        return scope
    return scope | {"headers": [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]}
