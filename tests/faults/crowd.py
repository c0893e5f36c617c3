"""A class that chats without a pause, through every cut, and what must be true of what each pupil has received."""

import asyncio
import json
import secrets
from contextlib import asynccontextmanager, suppress
from itertools import count, cycle
from urllib.parse import urlencode

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

DEADLINE = 60  # seconds
MOST_UNSENT = 100  # messages of a pupil's; who has more waits
CUT = (OSError, ConnectionClosed, InvalidHandshake, TimeoutError)


class Pupil:
    """Keeps its unsent messages, comes back after a cut and asks for what it missed, as the page does.

    Where there are several processes it comes back to the next one, as behind a proxy.
    """

    def __init__(self, sites, name):
        self.sites, self.name = cycle(sites), name
        self.numbers, self.ids = [], []  # what was received, in the order of arrival
        self.removed = set()  # numbers
        self.epoch, self.resets = "", 0
        self.unsent = {}  # id → text, until it comes back
        self.durations, self.presences = [], []  # as told
        self.socket = None
        self.again = set()  # tasks that send a message once more

    async def stay(self):
        """Be in the room for ever, through every cut."""
        while True:
            site = next(self.sites)
            with suppress(*CUT):
                query = urlencode({"after": self.numbers[-1], "epoch": self.epoch}) if self.numbers else ""
                async with connect(f"{site.ws_url}/ws/chat/accueil?{query}", open_timeout=5) as self.socket:
                    for id in list(self.unsent):
                        await self._send(id)
                    async for frame in self.socket:
                        self._hear(json.loads(frame))
            self.socket = None
            await asyncio.sleep(0.1)

    def _hear(self, event):
        match event:
            case {"type": "welcome", "epoch": epoch}:
                self.epoch = self.epoch or epoch
            case {"type": "reset", "epoch": epoch}:
                self.epoch, self.resets = epoch, self.resets + 1
                self.numbers, self.ids, self.removed = [], [], set()
            case {"type": "messages", "messages": messages}:
                for message in messages:
                    self._receive(message)
            case {"type": "removed", "number": number}:
                self.removed.add(number)
            case {"type": "removals", "numbers": numbers}:
                self.removed.update(numbers)
            case {"type": "elapsed", "timeChat": seconds}:
                self.durations.append(seconds)
            case {"type": "presence", "nbClients": clients}:
                self.presences.append(clients)
            case {"type": "error"}:  # the flood is more than this PC stores in time
                assert event["code"] == "busy", event
                self.again.add(asyncio.create_task(self._send_later(event["id"])))
            case _:
                assert event["type"] == "room", event

    def _receive(self, message):
        self.unsent.pop(message["id"], None)
        if not self.numbers or message["number"] > self.numbers[-1]:  # else the answer to a message sent again
            self.numbers.append(message["number"])
            self.ids.append(message["id"])

    async def _send_later(self, id):
        await asyncio.sleep(1)
        if id in self.unsent and self.socket is not None:
            with suppress(ConnectionClosed):
                await self._send(id)

    async def talk(self, stop):
        for n in count():
            if stop.is_set():
                return
            if len(self.unsent) < MOST_UNSENT:
                await self._say(f"{self.name}-{n:016d}", f"message {n}")
            await asyncio.sleep(0.02)

    async def _say(self, id, text):
        self.unsent[id] = text
        if self.socket is not None:
            with suppress(ConnectionClosed):
                await self._send(id)

    async def _send(self, id):
        event = {"type": "message", "id": id, "userName": self.name, "message": self.unsent[id]}
        await self.socket.send(json.dumps(event))

    def agrees(self, stored):
        """Whether it has received each message of `stored` ({number: id}) from its first one on, once and in order."""
        first = self.numbers[0] if self.numbers else 0
        return list(zip(self.numbers, self.ids, strict=True)) == [
            (number, id) for number, id in stored.items() if number >= first
        ]


@asynccontextmanager
async def flood(sites, stored, senders, readers):
    """Yield the Pupils while `senders` of them write 50 messages a second each.

    Afterwards all that they sent has come back, and everybody has received what `stored()` returns: {number: id}, by
    number.
    """
    prefix = secrets.token_hex(4)
    orders = cycle([sites, sites[::-1]])
    pupils = [Pupil(next(orders), f"{prefix}{n:02d}") for n in range(senders + readers)]
    staying = [asyncio.create_task(pupil.stay()) for pupil in pupils]
    stop, talking = asyncio.Event(), []
    try:
        await eventually(lambda: all(pupil.epoch for pupil in pupils), lambda: "somebody does not get in")
        talking += [asyncio.create_task(pupil.talk(stop)) for pupil in pupils[:senders]]
        yield pupils
        stop.set()
        await asyncio.gather(*talking)
        await eventually(lambda: not any(pupil.unsent for pupil in pupils), lambda: [len(p.unsent) for p in pupils])
        end = await asyncio.to_thread(stored)
        await eventually(
            lambda: all(pupil.agrees(end) for pupil in pupils),
            lambda: (len(end), [(pupil.name, pupil.numbers[-3:], len(pupil.numbers)) for pupil in pupils]),
        )
        assert len(set(end.values())) == len(end)
    finally:
        for task in [*staying, *talking, *(task for pupil in pupils for task in pupil.again)]:
            task.cancel()
        results = await asyncio.gather(*staying, return_exceptions=True)
        failed = [result for result in results if not isinstance(result, asyncio.CancelledError)]
        assert not failed, failed


async def eventually(condition, what):
    try:
        async with asyncio.timeout(DEADLINE):
            while not condition():
                await asyncio.sleep(0.05)
    except TimeoutError:
        raise AssertionError(what()) from None
