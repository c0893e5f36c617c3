"""Browsers that speak to an ASGI application, without a server in between, and their journals."""

import asyncio
import json
from http.cookies import SimpleCookie

from exchanges import journal
from exchanges.post import post
from exchanges.visitors import COOKIE, signer

DEADLINE = 20  # seconds
HOST = "testserver"


async def journal_of(visitor):
    """What the journal holds of a visitor, once all is written."""
    while post().writer:
        await post().writer
    return [json.loads(text) for _, text in journal.load(visitor, 0).events]


async def kinds(visitor):
    return [event["kind"] for event in await journal_of(visitor)]


class Browser:
    """One browser of a visitor of the lesson (`visitor=None`: of somebody else), with its cookies."""

    def __init__(self, app, visitor="eleve"):
        self.app = app
        self.root_path = ""  # what a proxy in front of the server tells
        self.cookies = {COOKIE: signer().sign(visitor)} if visitor else {}

    def scope(self, type, url, headers):
        path, _, query = url.partition("?")
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        ours = [(b"host", HOST.encode()), (b"cookie", cookies.encode())]
        return {
            "type": type,
            "http_version": "1.1",
            "scheme": "http" if type == "http" else "ws",
            "path": path,
            "raw_path": path.encode(),
            "root_path": self.root_path,
            "query_string": query.encode(),
            "headers": [*ours, *((name.lower().encode(), value.encode()) for name, value in headers.items())],
            "client": ["10.0.0.1", 50000],
            "server": [HOST, 80],
            "subprotocols": [],
        }

    async def get(self, url, headers=None):
        return await self.request("GET", url, headers)

    async def post(self, url, body, headers=None):
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        return await self.request("POST", url, form | (headers or {}), [body.encode()])

    async def request(self, method, url, headers=None, chunks=(b"",)):
        """Send a request, its body in chunks; return the Response."""
        to_app, response = asyncio.Queue(), Response()
        for rank, chunk in enumerate(chunks, 1):
            to_app.put_nowait({"type": "http.request", "body": chunk, "more_body": rank < len(chunks)})
        scope = {**self.scope("http", url, headers or {}), "method": method}
        await self.app(scope, to_app.get, response.take)
        for name, cookie in SimpleCookie(response.headers.get("set-cookie")).items():
            self.cookies[name] = cookie.value
        return response

    async def open(self, url, headers=None):
        """Open a WebSocket; return the Socket once it is accepted or refused."""
        return await Socket(self.app, self.scope("websocket", url, headers or {})).open()

    async def feed(self, after=0):
        return await self.open(f"/ws/echanges?after={after}")


class Frame(Browser):
    """One of the lesson's frames, in the browser of a visitor."""

    letter = "A"

    def scope(self, type, url, headers):
        return super().scope(type, f"/~{self.letter}{url}", headers)


class Response:
    def __init__(self):
        self.messages = []

    async def take(self, message):
        self.messages.append(message)

    @property
    def status(self):
        return self.messages[0]["status"]

    @property
    def headers(self):
        """Of repeated headers (Set-Cookie), the values on a line each."""
        headers = {}
        for name, value in self.messages[0]["headers"]:
            headers.setdefault(name.decode().lower(), []).append(value.decode())
        return {name: "\r\n".join(values) for name, values in headers.items()}

    @property
    def body(self):
        return b"".join(message.get("body", b"") for message in self.messages)

    @property
    def text(self):
        return self.body.decode()


class Socket:
    def __init__(self, app, scope):
        self.app, self.scope = app, scope
        self.to_app, self.messages = asyncio.Queue(), []
        self.arrived = asyncio.Condition()

    async def open(self):
        self.task = asyncio.create_task(self.app(self.scope, self.to_app.get, self.take))
        self.to_app.put_nowait({"type": "websocket.connect"})
        await self.until(lambda: self.messages)
        return self

    async def take(self, message):
        async with self.arrived:
            self.messages.append(message)
            self.arrived.notify_all()

    async def until(self, condition):
        """The first true value of `condition()`."""
        async with self.arrived:
            try:
                async with asyncio.timeout(DEADLINE):
                    while not (value := condition()):
                        await self.arrived.wait()
            except TimeoutError:
                raise AssertionError(f"In vain; the last that came: {self.messages[-3:]}") from None
        return value

    def say(self, text):
        self.to_app.put_nowait({"type": "websocket.receive", "text": text})

    @property
    def texts(self):
        return [message["text"] for message in self.messages if message["type"] == "websocket.send"]

    @property
    def code(self):
        return next((message["code"] for message in self.messages if message["type"] == "websocket.close"), None)

    @property
    def events(self):
        """Of a feed: all the events that came."""
        frames = [json.loads(text) for text in self.texts]
        return [event for frame in frames if frame["type"] == "exchanges" for event in frame["events"]]

    async def leave(self):
        self.to_app.put_nowait({"type": "websocket.disconnect", "code": 1001})
        await asyncio.gather(self.task, return_exceptions=True)
