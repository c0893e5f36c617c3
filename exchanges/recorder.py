"""The one place that sees both protocols: an ASGI wrapper around the whole application."""

import secrets
from datetime import UTC, datetime

from django.conf import settings

from exchanges.http_watch import HttpWatch
from exchanges.letters import FRAME, mount, path_in_site
from exchanges.post import post
from exchanges.socket_watch import SocketWatch
from exchanges.visitors import visitor_id

WATCHES = {"http": HttpWatch, "websocket": SocketWatch}


class Recorder:
    """Notes what passes in the frames of the lesson's visitors, and nothing else.

    Whatever it is that a frame asks for, the application is called with the frame's letter in `root_path`. Under the
    prefixes of the setting EXCHANGES_NEVER (paths) nothing is noted, in a frame either.
    """

    def __init__(self, app):
        self.app = app
        self.never = tuple(getattr(settings, "EXCHANGES_NEVER", ()))

    async def __call__(self, scope, receive, send):
        frame = visitor = None
        if scope["type"] in WATCHES:
            frame, scope = mount(scope, FRAME)
            visitor = visitor_id(scope) if frame else None
        if visitor is None or is_under(self.never, path_in_site(scope)):
            await self.app(scope, receive, send)
        else:
            note = notebook(visitor, frame["letter"])
            await WATCHES[scope["type"]](self.app, scope, receive, send, note).run()


def is_under(prefixes, path):
    return any(path == prefix or path.startswith(f"{prefix}/") for prefix in prefixes)


def notebook(visitor, letter):
    """note(kind, **fields) for one exchange."""
    exchange, journal = secrets.token_hex(6), post()

    def note(kind, **fields):
        at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        journal.note(visitor, {"at": at, "client": letter, "exchange": exchange, "kind": kind, **fields})

    return note
