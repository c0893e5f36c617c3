"""The tunnels of this process: the WebSocket `/ws/relais`, by which a pupil's tab answers its visitors."""

import asyncio
import itertools
import logging
import time
from collections import OrderedDict

from channels.db import database_sync_to_async

from relay import welcome
from relay.answer import Hostile, answer_to
from relay.jar import Jars
from relay.pace import Pace, Places, Turns
from relay.proof import keep_proof
from relay.reach import reach
from workbench.stage import envelopes

REFUSED, BROKEN, NEWER = 4403, 4400, 4409
REQUESTS_OF_ONE, REQUESTS = 4, 20  # in progress
SOCKETS_OF_ONE, SOCKETS = 4, 80
MOST_PAST = 1000  # connections that are over, of which the tab may not know yet
MOST_WAITING = 300  # events of one connection that its visitor has not read
MOST_VISITORS = 500  # remembered
LATELY = 120  # seconds: who asked for nothing for that long is no visitor any more
ALIVE = 6  # seconds
LOST = {1006, 1005}  # closing codes of a tab that went without a word: it sleeps, or the network is away

logger = logging.getLogger(__name__)
numbers = itertools.count(1)  # of connections, in all tunnels: an id of another tunnel is known as such
jars = {}  # number of a server → its visitors' Jars; they outlive a tunnel that is cut


async def tunnel(scope, receive, send):
    """The ASGI application of `/ws/relais`."""
    await receive()
    await send({"type": "websocket.accept"})
    pupil = scope["pupil"]
    origin = any(name == b"origin" for name, _ in scope["headers"])
    server, refusal = (None, welcome.NOBODY) if not (origin and pupil.claim) else await admit(pupil.claim)
    if refusal:
        await send({"type": "websocket.close", "code": REFUSED, "reason": refusal})
        return
    opened = Tunnel(server, send)
    reach().add(opened)
    try:
        await opened.say(welcome.words(scope, server))
        await opened.run(receive)
    finally:
        reach().remove(opened)
        opened.end()
        await keep_proof(server.pk, opened.proof)


admit = database_sync_to_async(welcome.admit)


class Tunnel:
    """`server` (welcome.Admitted) says whose it is. Visits are the Connections that it holds."""

    def __init__(self, server, send):
        self.server, self.send = server, send
        self.since = time.time()
        self.connections, self.past = {}, OrderedDict()
        self.turns = Turns(REQUESTS_OF_ONE, REQUESTS)
        self.sockets = Places(SOCKETS_OF_ONE, SOCKETS)
        self.pace = Pace()
        self.jars = jars.setdefault(server.pk, Jars())
        self.visitors = {}  # visitor → (number, name, last seen); the one seen last is the last
        self.arrivals = itertools.count(1)
        self.proof = None  # (path, page, moment)
        self.closing = asyncio.get_running_loop().create_future()
        self.lost = False

    # --- the tab -----------------------------------------------------------------------------------------
    async def run(self, receive):
        """Hear the tab until it leaves, says what it may not, or somebody closes the tunnel."""
        hearing = asyncio.ensure_future(self.hear(receive))
        beating = asyncio.ensure_future(self.beat())
        try:
            await asyncio.wait({hearing, self.closing}, return_when=asyncio.FIRST_COMPLETED)
            if self.closing.done():
                code, reason = self.closing.result()
                await self.send({"type": "websocket.close", "code": code, "reason": reason})
            else:
                hearing.result()
        finally:
            hearing.cancel()
            beating.cancel()
            await asyncio.gather(hearing, beating, return_exceptions=True)

    async def beat(self):
        """The tab takes a tunnel that says nothing for a dead one."""
        while True:
            await asyncio.sleep(ALIVE)
            await self.send({"type": "websocket.send", "text": '{"type": "alive"}'})

    async def hear(self, receive):
        while (message := await receive())["type"] == "websocket.receive":
            said = message.get("text") or ""
            await self.pace.spend(len(said))
            try:
                self.take(said)
            except Hostile as why:
                logger.warning("Le tunnel de « %s » est fermé : %s", self.server.slug, why)
                self.close(BROKEN, "Cet onglet a envoyé ce qu’aucun serveur n’envoie.")
                return
        self.lost = message.get("code") in LOST

    def take(self, said):
        """One envelope of the tab's."""
        try:
            message = envelopes.loads(said)
        except (ValueError, RecursionError):
            raise Hostile("no envelope") from None
        number, kind = message.get("id"), message.get("type")
        if not isinstance(number, int) or isinstance(number, bool):
            raise Hostile("no number")
        if number in self.past:
            return  # said before the tab heard that it is over
        if number not in self.connections or kind not in {"event", "end", "pause", "resume"}:
            raise Hostile("no such connection")
        self.connections[number].heard(kind, message.get("event"))

    async def say(self, envelope):
        said = envelopes.dumps(envelope)
        await self.pace.spend(len(said))
        await self.send({"type": "websocket.send", "text": said})

    def close(self, code, reason):
        if not self.closing.done():
            self.closing.set_result((code, reason))

    def end(self):
        for connection in list(self.connections.values()):
            connection.end()

    # --- visits ------------------------------------------------------------------------------------------
    def connect(self, scope, visitor):
        """A new Connection; the tab does not know of it yet."""
        connection = Connection(self, next(numbers), scope, visitor)
        self.connections[connection.number] = connection
        if self.closing.done():
            connection.end()
        return connection

    def forget(self, connection):
        self.connections.pop(connection.number, None)
        self.past[connection.number] = True
        while len(self.past) > MOST_PAST:
            self.past.popitem(last=False)

    def greet(self, visitor, name):
        """The visitor's number at this server, from 1."""
        number = self.visitors.pop(visitor)[0] if visitor in self.visitors else next(self.arrivals)
        self.visitors[visitor] = number, name, time.monotonic()
        if len(self.visitors) > MOST_VISITORS:
            del self.visitors[next(iter(self.visitors))]
        return number

    def entry(self):
        """What all processes know of it, as JSON."""
        about = {"slug": self.server.slug, "pk": self.server.pk, "name": self.server.name}
        return about | {"since": self.since, "visitors": self.present()}

    def present(self):
        """Names of who was here lately, "" for those without one."""
        since = time.monotonic() - LATELY
        here = {connection.visitor for connection in self.connections.values()}
        return [name for visitor, (_, name, seen) in self.visitors.items() if seen > since or visitor in here]


class Connection:
    """One visitor's request or socket, as the tab sees it: what it said waits in `inbox` until the visit takes it."""

    def __init__(self, tunnel, number, scope, visitor):
        self.tunnel, self.number, self.visitor = tunnel, number, visitor
        self.answer = answer_to(scope)
        self.inbox = asyncio.Queue()
        self.free = asyncio.Event()
        self.free.set()

    def heard(self, kind, event):
        if kind == "end":
            self.end()
        elif kind == "event":
            for checked in self.answer.take(event):
                self.inbox.put_nowait(checked)
            if self.answer.over:
                self.end()
            elif self.inbox.qsize() > MOST_WAITING:
                self.end()  # this visitor reads too slowly
        elif kind == "resume":
            self.free.set()

    def end(self):
        """Nothing more will come."""
        self.free.set()
        self.inbox.put_nowait(None)

    async def tell(self, event):
        """An event of the visitor's, once the tab has taken the one before."""
        await self.free.wait()
        if event.get("more_body"):
            self.free.clear()
        await self.tunnel.say({"type": "event", "id": self.number, "event": event})

    async def taken(self):
        self.answer.taken()
        await self.tunnel.say({"type": "resume", "id": self.number})
