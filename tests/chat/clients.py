"""Clients of the chat that speak to the whole ASGI application, without a server in between."""

import asyncio
import itertools
import json
from urllib.parse import urlencode

from exchanges import visitors
from nsi_site.asgi import application

DEADLINE = 20  # seconds
serial = itertools.count(1)


def new_id():
    return f"{next(serial):016d}"


def cookie_of(visitor):
    """The header of a browser that came by the lesson."""
    return b"cookie", f"{visitors.COOKIE}={visitors.signer().sign(visitor)}".encode()


def message_event(message, id, name="Greg"):
    """What the server hands to the application when a client's message comes in."""
    event = {"type": "message", "id": id, "userName": name, "message": message}
    return {"type": "websocket.receive", "text": json.dumps(event)}


class Client:
    """One WebSocket. `received` keeps every event that came; `code` is the close code, once closed."""

    def __init__(self, path, query, address, headers):
        self.scope = {
            "type": "websocket",
            "path": path,
            "raw_path": path.encode(),
            "root_path": "",
            "query_string": query.encode(),
            "headers": [(b"host", b"testserver"), (b"origin", b"http://testserver"), *headers],
            "client": [address, 50000],
            "server": ["testserver", 80],
            "subprotocols": [],
        }
        self.to_app = asyncio.Queue()
        self.arrived = asyncio.Condition()
        self.received, self.read, self.code = [], 0, None
        self.stalled = None  # an Event while the client doesn't read

    async def open(self):
        self.task = asyncio.create_task(application(self.scope, self.to_app.get, self._send))
        await self.to_app.put({"type": "websocket.connect"})
        return self

    async def _send(self, message):
        if self.stalled is not None:
            await self.stalled.wait()
        async with self.arrived:
            if message["type"] == "websocket.send":
                self.received.append(json.loads(message["text"]))
            elif message["type"] == "websocket.close":
                self.code = message.get("code", 1000)
            self.arrived.notify_all()

    async def send(self, event):
        await self.send_text(json.dumps(event))

    async def send_text(self, text):
        await self.to_app.put({"type": "websocket.receive", "text": text})

    async def send_bytes(self, content):
        await self.to_app.put({"type": "websocket.receive", "bytes": content})

    async def say(self, message, name="Greg", id=None):
        """Send a message and return its id."""
        id = id or new_id()
        await self.to_app.put(message_event(message, id, name))
        return id

    async def next(self, type, **fields):
        """The next event of that type (with those fields), among those not yet looked at."""

        def found():
            for index, event in enumerate(self.received[self.read :], self.read):
                if event["type"] == type and fields.items() <= event.items():
                    self.read = index + 1
                    return event
            return None

        return await self.until(found)

    async def until(self, condition):
        """The first true value of `condition()`, looked at again whenever something arrives."""
        async with self.arrived:
            try:
                async with asyncio.timeout(DEADLINE):
                    while not (value := condition()):
                        await self.arrived.wait()
            except TimeoutError:
                raise AssertionError(f"Nothing that fits in {self.received[-5:]} (closed: {self.code})") from None
        return value

    async def closed(self):
        """The close code the server gave."""
        return await self.until(lambda: self.code)

    def messages(self):
        """Every message received, in the order of arrival."""
        return [message for event in self.received if event["type"] == "messages" for message in event["messages"]]

    def texts(self):
        return [message["message"] for message in self.messages()]

    async def leave(self):
        await self.to_app.put({"type": "websocket.disconnect", "code": 1001})
        await asyncio.gather(self.task, return_exceptions=True)


async def enter(slug="accueil", address="10.0.0.1", headers=(), **query):
    """Open a room's socket and wait until the whole opening has come."""
    client = await Client(f"/ws/chat/{slug}", urlencode(query), address, headers).open()
    await client.until(lambda: client.code or any(event["type"] == "elapsed" for event in client.received))
    return client
