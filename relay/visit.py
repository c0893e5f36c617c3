"""One visit: a request or a socket of a visitor, from its first event to its last, at the tunnel that answers it."""

import asyncio
import contextlib
import time
from dataclasses import dataclass

from relay import pages, policy
from relay.answer import PIECE
from relay.keys import without_key
from relay.notices import NOTICE, with_notice
from relay.pace import Pace

MOST_BODY = 64 * 1024  # bytes of a request
DEADLINE = 10  # seconds for the whole answer
FRAMES, AT_ONCE = 30, 90  # of a visitor, a second
FLOOD, TOO_BIG, TOO_MANY, GONE = 4429, 4413, 4429, 1001
HEADERS = {b"accept", b"accept-language", b"content-type", b"user-agent", b"x-csrftoken", b"x-requested-with"}


@dataclass(frozen=True)
class Visitor:
    """`number` tells visitors apart, `name` is the pseudonym, "" without one.

    What is open at once is counted by `account`: the claim, or the network address of who has none.
    """

    number: int
    name: str
    account: int | str


class Visit:
    """An ASGI application: `scope` is what the door made of the visitor's, mounted at the key."""

    def __init__(self, tunnel, visitor):
        self.tunnel, self.visitor = tunnel, visitor
        self.jar = tunnel.jars.of(visitor.number)

    async def __call__(self, scope, receive, send):
        self.scope, self.receive, self.send = scope, receive, send
        await (self.request() if scope["type"] == "http" else self.socket())

    def open(self, length=0):
        """The envelope that tells the tab that somebody comes, with a body of `length` bytes."""
        self.told = told(self.scope, self.jar.header(), length)
        self.connection = self.tunnel.connect(self.told, self.visitor.number)
        number = self.tunnel.greet(self.visitor.number, self.visitor.name)
        visitor = {"name": self.visitor.name, "number": number}
        return {"type": "open", "id": self.connection.number, "visitor": visitor, "scope": self.told}

    async def leave(self, event):
        """The visitor is gone, or has waited long enough; the tab may not be there to hear it."""
        self.tunnel.forget(self.connection)
        if not self.connection.answer.over and not self.tunnel.closing.done():
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(1):
                    await self.tunnel.say({"type": "event", "id": self.connection.number, "event": event})

    # --- a request ---------------------------------------------------------------------------------------
    async def request(self):
        self.status, self.written = 0, False
        body = await read_body(self.receive)
        if body is None:
            await self.page("413")
            return
        exchange = asyncio.ensure_future(self.exchange(body))
        gone = asyncio.ensure_future(self.receive())
        try:
            await asyncio.wait({exchange, gone}, timeout=DEADLINE, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (exchange, gone):
                task.cancel()
            results = await asyncio.gather(exchange, gone, return_exceptions=True)
        if isinstance(results[0], Exception):
            raise results[0]
        if isinstance(results[0], asyncio.CancelledError) and isinstance(results[1], asyncio.CancelledError):
            await self.finish("slow")

    async def exchange(self, body):
        async with self.tunnel.turns.turn(self.visitor.account):
            await self.tunnel.say(self.open(len(body)))
            try:
                await self.say_body(body)
                await self.pass_on()
            finally:
                await self.leave({"type": "http.disconnect"})
        await self.finish(self.connection.answer.trouble or ("" if self.connection.answer.over else "stopped"))

    async def say_body(self, body):
        for start in range(0, len(body) or 1, PIECE):
            piece, more = body[start : start + PIECE], start + PIECE < len(body)
            await self.connection.tell({"type": "http.request", "body": piece, "more_body": more})

    async def pass_on(self):
        while (event := await self.connection.inbox.get()) is not None:
            if event["type"] == "http.response.start":
                self.begin(event)
                continue
            await self.write(event["body"])
            if event["more_body"]:
                await self.connection.taken()
            else:
                self.note_proof()

    def begin(self, event):
        for cookie in self.connection.answer.cookies:
            self.jar.keep(cookie)
        self.status, self.headers = event["status"], event["headers"]
        self.is_html = any(value.startswith(b"text/html") for name, value in self.headers if name == b"content-type")
        self.page_so_far = b""

    async def write(self, piece):
        """The headers go with the first piece."""
        if self.is_html and len(self.page_so_far) < PIECE * 2:
            self.page_so_far += piece
        if not self.written:
            self.written = True
            await self.send({"type": "http.response.start", "status": self.status, "headers": self.all_headers()})
            piece = with_notice(piece) if self.is_html else piece
        await self.send({"type": "http.response.body", "body": piece, "more_body": True})

    def all_headers(self):
        """Its own few, and those that keep it apart."""
        ours = policy.page_headers(self.scope["chez"], self.scope["root_path"], self.scope["site"])
        return [*((bytes(name), bytes(value)) for name, value in self.headers), *ours]

    def note_proof(self):
        """The last page shown, for the teacher who closes this server."""
        if self.is_html and self.scope["method"] == "GET":
            path = self.scope["path"].removeprefix(self.scope["root_path"])
            text = without_key(self.page_so_far.decode(errors="replace"))
            self.tunnel.proof = path, text, time.time()

    async def finish(self, trouble):
        """End the answer; if it has not begun, by a page that says what went wrong."""
        if trouble and not self.written:
            await self.page(trouble)
            return
        rest = NOTICE[trouble] if trouble in NOTICE and self.is_html else b""
        await self.send({"type": "http.response.body", "body": rest, "more_body": False})

    async def page(self, case):
        self.written = True
        await pages.answer(self.scope, self.send, case, self.tunnel.server.name)

    # --- a socket ----------------------------------------------------------------------------------------
    async def socket(self):
        await self.receive()
        if not self.tunnel.sockets.take(self.visitor.account):
            await pages.refuse(self.send, TOO_MANY, "Trop de WebSockets sont ouvertes vers ce serveur.")
            return
        try:
            await self.tunnel.say(self.open())
            await self.both_ways()
        finally:
            self.tunnel.sockets.give_back(self.visitor.account)

    async def both_ways(self):
        self.code = GONE
        await self.connection.tell({"type": "websocket.connect"})
        ways = {asyncio.ensure_future(self.up()), asyncio.ensure_future(self.down())}
        try:
            done, _ = await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            for way in done:
                way.result()
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            await self.leave({"type": "websocket.disconnect", "code": self.code})

    async def up(self):
        frames = Pace(FRAMES, AT_ONCE)
        while (message := await self.receive())["type"] == "websocket.receive":
            content = message.get("text") if message.get("text") is not None else message.get("bytes") or b""
            if len(content) > PIECE or frames.delay(1):
                await pages.close(self.send, TOO_BIG if len(content) > PIECE else FLOOD, self.connection.answer.started)
                return
            name = "text" if isinstance(content, str) else "bytes"
            await self.connection.tell({"type": "websocket.receive", name: content})
        self.code = message.get("code") or GONE

    async def down(self):
        while (event := await self.connection.inbox.get()) is not None:
            await self.send(event)
        if not self.connection.answer.over:
            await pages.close(self.send, GONE, self.connection.answer.started)


async def read_body(receive):
    """The whole body of a request, None when it is too big."""
    body, more = b"", True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > MOST_BODY:
            return None
    return body


def told(scope, cookies, length=0):
    """The scope as the tab gets it: made anew, in text, without anything that is not the pupil's business."""
    host = scope["host"]
    headers = [["host", host], *([name.decode(), text(value)] for name, value in scope["headers"] if name in HEADERS)]
    headers = list({name: [name, value] for name, value in headers}.values())
    if cookies:
        headers.append(["cookie", text(cookies)])
    origin = scope["chez"]
    fields = {"type": scope["type"], "path": scope["path"], "root_path": scope["root_path"], "http_version": "1.1"}
    fields |= {"scheme": origin.partition(":")[0], "query_string": text(scope["query_string"]), "headers": headers}
    if scope["type"] == "websocket":
        headers += [["upgrade", "websocket"], ["connection", "Upgrade"], ["origin", origin]]
        fields["scheme"] = fields["scheme"].replace("http", "ws")
        return fields | {"subprotocols": list(scope.get("subprotocols", []))}
    if scope["method"] not in {"GET", "HEAD"}:
        headers += [["origin", origin], ["content-length", str(length)]]
    return fields | {"method": scope["method"]}


def text(value):
    return value.decode("latin-1")
