"""One connection to the pupil's project, with the manners of daphne, on the virtual loop or a real one."""

import asyncio
import contextvars

from workbench.stage import guard
from workbench.stage.clock import working
from workbench.stage.inplace import driven
from workbench.stage.layer import own_channels

NOT_ACCEPTED = "Socket has not been accepted, so cannot send over it"  # daphne's words
DISCONNECTS = ("http.disconnect", "websocket.disconnect")


class Connection:
    """`tell(event)` gets what the project sends, `done()` is called once it is over; `watch` hears of exceptions."""

    def __init__(self, project, scope, watch, tell, done=lambda: None):
        self.project, self.watch, self.tell, self.done = project, watch, tell, done
        self.scope = complete(scope)
        self.inbox = asyncio.Queue()
        self.free = asyncio.Event()
        self.free.set()
        self.accepted = self.started = False
        self.over = False  # one side has ended it
        self.finished = False  # the project's code has
        self.channels = []

    @property
    def is_http(self):
        return self.scope["type"] == "http"

    # --- from the client ---------------------------------------------------------------------------------
    def open(self):
        context = contextvars.Context()
        context.run(own_channels.set, self.channels)
        self.task = asyncio.get_running_loop().create_task(self.run(), context=context)
        if not self.is_http:
            self.put({"type": "websocket.connect"})

    def put(self, event):
        """An event of the client's, checked by the sender."""
        if event["type"] == "http.request":
            event = event | {"body": as_bytes(event.get("body", b""))}
        if not self.over or event["type"] in DISCONNECTS:
            self.inbox.put_nowait(event)

    def hang_up(self, code=1001):
        """The client is gone."""
        if not self.over:
            self.over = True
            self.put({"type": "http.disconnect"} if self.is_http else {"type": "websocket.disconnect", "code": code})

    # --- to the client -----------------------------------------------------------------------------------
    async def run(self):
        try:
            if self.is_http:
                with working():
                    await self.serve()
            else:
                await self.serve()
        except asyncio.CancelledError:
            raise
        except BaseException as error:  # noqa: BLE001 - a pupil may raise SystemExit, the guard raises TooLong
            self.watch.note_exception(error)
            self.crash()
        finally:
            self.project.layer.departed.update(self.channels)
            self.watch.note("left", path=self.scope["path"])
            self.finish()

    async def serve(self):
        guard.rearm()
        await self.project.application_for(self.scope)(self.scope, self.inbox.get, self.send)

    def crash(self):
        if self.is_http and not self.started:
            self.tell({"type": "http.response.start", "status": 500, "headers": [[b"content-type", b"text/plain"]]})
            self.tell({"type": "http.response.body", "body": b"Internal server error", "more_body": False})
        elif not self.is_http and not self.over:
            self.tell({"type": "websocket.close", "code": 1011})

    def finish(self):
        self.over = self.finished = True
        self.done()

    async def send(self, event):
        if not self.free.is_set() and not driven.get():
            await self.free.wait()
        if self.finished:
            self.watch.note("late_send", path=self.scope["path"])
        elif not self.over:
            self.send_http(event) if self.is_http else self.send_socket(event)

    def send_http(self, event):
        self.started = True
        self.tell(event)

    def send_socket(self, event):
        kind = event["type"].removeprefix("websocket.")
        if kind == "accept":
            self.accepted = True
        elif kind == "send":
            event = self.checked_frame(event)
        elif kind == "close":
            self.hang_up(event.get("code") or 1000)
        self.tell(event)

    def checked_frame(self, event):
        if not self.accepted:
            raise ValueError(NOT_ACCEPTED)
        text, data = event.get("text"), event.get("bytes")
        if text is not None and not isinstance(text, str):
            raise AttributeError(f"'{type(text).__name__}' object has no attribute 'encode'")
        return (
            {"type": "websocket.send", "text": text} if text is not None else {"type": "websocket.send", "bytes": data}
        )


def complete(scope):
    """An ASGI scope from the parts that a page knows."""
    path = scope["path"]
    default = {
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "scheme": "http" if scope["type"] == "http" else "ws",
        "raw_path": path.encode("utf-8"),
        "query_string": b"",
        "root_path": "",
        "headers": [],
        "client": ("127.0.0.1", 0),
        "server": ("localhost", 8000),
    }
    scope = default | ({"subprotocols": []} if scope["type"] == "websocket" else {}) | scope
    scope["headers"] = [(as_bytes(name).lower(), as_bytes(value)) for name, value in scope["headers"]]
    if not any(name == b"host" for name, _ in scope["headers"]):
        scope["headers"].append((b"host", b"localhost:8000"))
    scope["query_string"] = as_bytes(scope["query_string"])
    return scope


def as_bytes(value):
    return value if isinstance(value, bytes) else str(value).encode("utf-8")
