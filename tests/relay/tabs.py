"""Pupils' tabs and their visitors, in this process: each speaks ASGI to the real tunnel and the real door."""

import asyncio
import json

from pupils.identity import Who
from relay.door import Door
from relay.tunnels import tunnel
from tests.relay.answers import is_whole, page
from workbench.stage import envelopes

HOST = b"127.0.0.1:8001"
DEADLINE = 5  # seconds


class Wire:
    """One ASGI connection: what the application sends is in `sent`."""

    def __init__(self, app, scope):
        self.inbox, self.sent = asyncio.Queue(), []
        self.news = asyncio.Event()
        self.task = asyncio.ensure_future(app(scope, self.inbox.get, self.send))
        self.task.add_done_callback(lambda _: self.news.set())

    async def send(self, event):
        self.sent.append(event)
        self.news.set()

    async def until(self, condition):
        """Wait until `condition()` is true, looking again whenever something was sent."""
        async with asyncio.timeout(DEADLINE):
            while not (found := condition()):
                self.news.clear()
                await self.news.wait()
            return found

    def of(self, kind):
        return [event for event in self.sent if event["type"] == kind]

    async def leave(self, kind, **fields):
        self.inbox.put_nowait({"type": kind, **fields})
        await asyncio.wait([self.task], timeout=DEADLINE)


class Tab(Wire):
    """A pupil's tab with its tunnel. `answers(envelope)` is its project: what answers an `open` or an `event`."""

    def __init__(self, pupil, origin=True, answers=None):
        headers = [(b"host", b"127.0.0.1:8000"), *([(b"origin", b"http://127.0.0.1:8000")] if origin else [])]
        who = Who(pupil.pk, pupil.name, pupil.code) if pupil else Who()
        scope = {"type": "websocket", "path": "/ws/relais", "headers": headers, "pupil": who, "client": ("10.0.0.1", 1)}
        self.heard, self.answers = [], answers or (lambda envelope: page() if is_whole(envelope) else [])
        super().__init__(tunnel, scope)
        self.inbox.put_nowait({"type": "websocket.connect"})

    async def send(self, event):
        await super().send(event)
        if event["type"] == "websocket.send":
            envelope = envelopes.loads(event["text"])
            self.heard.append(envelope)
            if envelope["type"] in {"open", "event"}:
                for answer in self.answers(envelope):
                    self.says({"type": "event", "id": envelope["id"], "event": answer})

    def says(self, envelope):
        text = envelope if isinstance(envelope, str) else envelopes.dumps(envelope)
        self.inbox.put_nowait({"type": "websocket.receive", "text": text})

    async def opened(self):
        await self.until(lambda: self.heard or self.of("websocket.close"))
        return self

    async def closed(self):
        """(code, reason) of the end of the tunnel."""
        closing = (await self.until(lambda: self.of("websocket.close")))[0]
        return closing["code"], closing.get("reason", "")

    def opens(self):
        return [envelope for envelope in self.heard if envelope["type"] == "open"]

    def events(self, kind):
        return [each["event"] for each in self.heard if each["type"] == "event" and each["event"]["type"] == kind]

    async def close(self, code=1001):
        await self.leave("websocket.disconnect", code=code)


class Visitor:
    """A browser at the chez origin, at an address of its own."""

    def __init__(self, address="10.0.0.2", door=None):
        self.address, self.door = address, door or Door()
        self.root = ""

    def scope(self, kind, path, headers=(), **fields):
        path, _, query = path.partition("?")
        fields |= {"query_string": query.encode(), "raw_path": path.encode(), "client": (self.address, 5)}
        return {"type": kind, "path": path, "root_path": "", "headers": [(b"host", HOST), *headers], **fields}

    def asks(self, method, path, body=b"", headers=()):
        """A request on its way, as a Wire."""
        wire = Wire(self.door, self.scope("http", path, headers, method=method))
        wire.inbox.put_nowait({"type": "http.request", "body": body, "more_body": False})
        return wire

    async def fetch(self, method, path, body=b"", headers=()):
        """(status, headers, body) of the whole answer."""
        wire = self.asks(method, path, body, headers)
        await asyncio.wait_for(wire.task, 20)
        start = wire.of("http.response.start")[0]
        return (
            start["status"],
            dict(start["headers"]),
            b"".join(event["body"] for event in wire.of("http.response.body")),
        )

    async def enters(self, slug="greg", key=None):
        """Read the page of the first visit and follow its button; `self.root` is where the visitor is from then on."""
        _, _, body = await self.fetch("GET", f"/chez/{slug}/{f'~{key}/' if key else ''}")
        self.root = body.decode().partition('href="/chez/')[2].partition('/"')[0]
        assert self.root, body.decode()
        self.root = f"/chez/{self.root}"
        return self

    async def get(self, path="/", **options):
        return await self.fetch("GET", f"{self.root}{path}", **options)

    def socket(self, path="/ws/chat", origin=b"null", **fields):
        headers = [(b"origin", origin)] if origin else []
        wire = Wire(self.door, self.scope("websocket", f"{self.root}{path}", headers, subprotocols=[], **fields))
        wire.inbox.put_nowait({"type": "websocket.connect"})
        return wire


def says(wire, text):
    wire.inbox.put_nowait({"type": "websocket.receive", "text": text})


def texts(wire):
    return [event["text"] for event in wire.of("websocket.send")]


def servers_of(wire):
    return json.loads(texts(wire)[-1])["servers"]


async def eventually(condition):
    """For what no Wire tells: look again and again."""
    async with asyncio.timeout(DEADLINE):
        while not condition():
            await asyncio.sleep(0.005)
