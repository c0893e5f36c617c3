"""The one place that sees both protocols: an ASGI wrapper around the whole application."""

import secrets
from datetime import UTC, datetime

from django.conf import settings

from exchanges import clients
from exchanges.heads import path_in_site, target
from exchanges.http_watch import HttpWatch
from exchanges.relay import relay
from exchanges.socket_watch import SocketWatch
from exchanges.visitors import visitor_id

WATCHES = {"http": HttpWatch, "websocket": SocketWatch}
FEED = "/ws/echanges"


class Recorder:
    """Notes the exchanges of the lesson's visitors, and of nobody else.

    Paths are prefixes, from the settings. EXCHANGES_NEVER: never looked at. EXCHANGES_SHELL: the pages around the
    frames; what they ask for is noted only in a frame, that is with a letter.
    """

    def __init__(self, app):
        self.app = app
        self.never = (FEED, *getattr(settings, "EXCHANGES_NEVER", ()))
        self.shell = tuple(getattr(settings, "EXCHANGES_SHELL", ()))

    async def __call__(self, scope, receive, send):
        visitor = visitor_id(scope) if scope["type"] in WATCHES else None
        if visitor is None or is_under(self.never, path_in_site(scope)):
            await self.app(scope, receive, send)
        else:
            await self.watch(visitor, scope, receive, send)

    async def watch(self, visitor, scope, receive, send):
        headers = dict(scope["headers"])
        own_letter, scope = clients.take_letter(scope)
        letter = own_letter or clients.inherited_letter(headers)
        inherited = letter and not own_letter and scope["type"] == "http"
        if inherited and clients.asks_for_more(scope["path"], headers):
            await clients.send_to_lettered(target(scope), letter, send)
        elif not letter and self.is_shells(scope, headers):
            await self.app(scope, receive, send)
        else:
            if letter:
                send = clients.lettered(send, letter, headers)
            watch = WATCHES[scope["type"]](self.app, scope, receive, send, notebook(visitor, letter))
            await watch.run()

    def is_shells(self, scope, headers):
        """Whether a request without letter is a page of the shell, or something that such a page needs."""
        if is_under(self.shell, path_in_site(scope)):
            return True
        referer = clients.split(headers.get(b"referer", b"").decode("latin-1"))
        return bool(referer) and is_under(self.shell, referer.path) and not clients.is_navigation(headers)


def is_under(prefixes, path):
    return any(path == prefix or path.startswith(f"{prefix}/") for prefix in prefixes)


def notebook(visitor, letter):
    """note(kind, **fields) for one exchange."""
    exchange, journal = secrets.token_hex(6), relay()

    def note(kind, **fields):
        at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        journal.note(visitor, {"at": at, "client": letter, "exchange": exchange, "kind": kind, **fields})

    return note
