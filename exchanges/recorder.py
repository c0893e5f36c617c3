"""The one place that sees both protocols: an ASGI wrapper around the whole application."""

import logging
import secrets
from datetime import UTC, datetime

from django.conf import settings

from exchanges.http_watch import HttpWatch
from exchanges.letters import FRAME, mount, path_in_site
from exchanges.post import post
from exchanges.socket_watch import SocketWatch
from exchanges.visitors import visitor_id

logger = logging.getLogger("exchanges")
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
            scope = {**scope, "extensions": {}}  # what goes round `send` would not be seen
            watch = WATCHES[scope["type"]](self.app, scope, notebook(visitor, frame["letter"]))
            await watched(self.app, watch, scope, receive, send)


def is_under(prefixes, path):
    return any(path == prefix or path.startswith(f"{prefix}/") for prefix in prefixes)


def notebook(visitor, letter):
    """note(kind, **fields) for one exchange."""
    exchange, journal = secrets.token_hex(6), post()

    def note(kind, **fields):
        at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        journal.note(visitor, {"at": at, "client": letter, "exchange": exchange, "kind": kind, **fields})

    return note


async def watched(app, watch, scope, receive, send):
    """Run an application for one connection while `watch` looks at what passes, and touches nothing."""

    async def watched_receive():
        message = await receive()
        look(watch.received, message)
        return message

    async def watched_send(message):
        look(watch.sent, message)  # noted first: the client may react before we are called again
        await send(message)

    look(watch.begin)
    try:
        await app(scope, watched_receive, watched_send)
    except BaseException as error:
        look(watch.end, error)
        raise
    look(watch.end, None)


def look(see, *args):
    """What goes wrong while we look must never reach those we look at."""
    try:
        see(*args)
    except Exception:
        logger.exception("Un échange n’a pas pu être enregistré")
