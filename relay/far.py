"""A visit whose tunnel is at another process: `Far` here, `Near` there; between them one event after the other."""

import asyncio
import logging
import secrets
from contextlib import suppress

from relay import hints, pages
from relay.visit import Visit, Visitor

LOOK = 2  # seconds between two looks whether the other process lives
MOST_WAITING = 200  # events
FIELDS = ("type", "method", "path", "root_path", "query_string", "headers", "subprotocols", "host", "chez", "site")
GONE = {"http": {"type": "http.disconnect"}, "websocket": {"type": "websocket.disconnect", "code": 1006}}

logger = logging.getLogger(__name__)
serving = set()


class Line:
    """One end: what the other process says waits in `inbox`."""

    def __init__(self, reach, channel, call):
        self.reach, self.channel, self.call = reach, channel, call
        self.inbox = asyncio.Queue()
        self.acknowledged = asyncio.Event()

    def take(self, message):
        if message["kind"] == "taken":
            self.acknowledged.set()
        elif self.inbox.qsize() < MOST_WAITING:
            self.inbox.put_nowait(message)

    async def tell(self, kind, **fields):
        await hints.tell(self.channel, {"kind": kind, "call": self.call, **fields})

    async def until(self, waiting):
        """What `waiting()` returns; None once the other process was not heard for a while."""
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK):
                    return await waiting()
            if self.channel not in self.reach.others:
                return None


class Far(Line):
    """At the visitor's process: an ASGI application that answers with what the other one says."""

    def __init__(self, reach, channel, slug, visitor):
        super().__init__(reach, channel, secrets.token_hex(8))
        self.slug, self.visitor = slug, visitor

    async def __call__(self, scope, receive, send):
        """False when the other process was gone before it said anything."""
        self.reach.calls[self.call] = self
        asked = {name: scope[name] for name in FIELDS if name in scope}
        visitor = [self.visitor.number, self.visitor.name, self.visitor.account]
        await self.reach.ready.wait()
        await self.tell("open", back=self.reach.channel, slug=self.slug, visitor=visitor, scope=asked)
        up = asyncio.ensure_future(self.up(receive))
        try:
            return await self.down(scope, send)
        finally:
            up.cancel()
            del self.reach.calls[self.call]
            await self.tell("event", event=GONE[scope["type"]])

    async def up(self, receive):
        while True:
            await self.tell("event", event=await receive())

    async def down(self, scope, send):
        started = False
        while (message := await self.until(self.inbox.get)) and message["kind"] == "event":
            started = True
            await send(message["event"])
            await self.tell("taken")
        if message is None and started and scope["type"] == "http":
            await send({"type": "http.response.body", "body": b""})
        elif message is None and started:
            await pages.close(send, 1001, accepted=True)
        return started or message is not None


class Near(Line):
    """At the tunnel's process: `receive` and `send` of the visit."""

    def __init__(self, reach, message):
        super().__init__(reach, message["back"], message["call"])
        self.kind = message["scope"]["type"]

    async def receive(self):
        message = await self.until(self.inbox.get)
        return message["event"] if message else GONE[self.kind]

    async def send(self, event):
        self.acknowledged.clear()
        await self.tell("event", event=event)
        if not await self.until(self.acknowledged.wait):
            raise ConnectionError("the other process is gone")


def serve(reach, message):
    """Another process asks for a visit. Its first event may be the very next message."""
    reach.calls[message["call"]] = near = Near(reach, message)
    task = asyncio.ensure_future(visit(reach, near, message))
    serving.add(task)
    task.add_done_callback(serving.discard)


async def visit(reach, near, message):
    scope = message["scope"]
    scope["headers"] = [tuple(pair) for pair in scope["headers"]]
    try:
        if tunnel := reach.tunnels.get(message["slug"]):
            await Visit(tunnel, Visitor(*message["visitor"]))(scope, near.receive, near.send)
    except ConnectionError:
        pass  # the visitor's process is gone, and the visitor with it
    except Exception:
        logger.exception("Une visite d’un autre processus a échoué")
    finally:
        del reach.calls[near.call]
        await near.tell("over")
