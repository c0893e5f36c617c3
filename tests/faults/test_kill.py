"""The server is killed in the middle of a flood, and nothing is lost, doubled or reordered."""

import asyncio
import json
import sqlite3
from contextlib import closing, suppress
from itertools import count
from urllib.parse import urlencode

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from tests.servers import running_site

SENDERS, READERS = 20, 15
DEADLINE = 60  # seconds


@pytest.fixture
def own_site(tmp_path):
    with running_site(tmp_path, CHAT_RATE_PER_SOCKET=0, CHAT_RATE_PER_ROOM=0, LOG_LEVEL="WARNING") as site:
        yield site


class Pupil:
    """Keeps its unsent messages, comes back after a cut and asks for what it missed, as the page does."""

    def __init__(self, site, name):
        self.url = f"{site.ws_url}/ws/chat/accueil"
        self.name = name
        self.numbers, self.ids = [], []  # what was received, in the order of arrival
        self.epoch = ""
        self.unsent = {}  # id → text, until it comes back
        self.socket = None
        self.again = set()  # tasks that send a message once more

    async def stay(self):
        """Be in the room for ever, through every cut."""
        while True:
            with suppress(OSError, ConnectionClosed, TimeoutError):
                query = urlencode({"after": len(self.numbers), "epoch": self.epoch}) if self.epoch else ""
                async with connect(f"{self.url}?{query}", open_timeout=5) as self.socket:
                    for id in list(self.unsent):
                        await self._send(id)
                    async for frame in self.socket:
                        self._hear(json.loads(frame))
            self.socket = None
            await asyncio.sleep(0.1)

    def _hear(self, event):
        if event["type"] == "welcome":
            assert self.epoch in ("", event["epoch"])
            self.epoch = event["epoch"]
        elif event["type"] == "messages":
            for message in event["messages"]:
                self.unsent.pop(message["id"], None)
                if message["number"] > len(self.numbers):  # else the answer to a message sent again
                    self.numbers.append(message["number"])
                    self.ids.append(message["id"])
        elif event["type"] == "error":  # the flood is more than this PC stores in time
            assert event["code"] == "busy", event
            self.again.add(asyncio.create_task(self._send_later(event["id"])))
        else:
            assert event["type"] in {"room", "presence", "elapsed"}, event

    async def _send_later(self, id):
        await asyncio.sleep(1)
        if id in self.unsent and self.socket is not None:
            with suppress(ConnectionClosed):
                await self._send(id)

    async def talk(self, stop):
        for n in count():
            if stop.is_set():
                return
            id = f"{self.name}-{n:016d}"
            self.unsent[id] = f"message {n}"
            if self.socket is not None:
                with suppress(ConnectionClosed):
                    await self._send(id)
            await asyncio.sleep(0.02)

    async def _send(self, id):
        event = {"type": "message", "id": id, "userName": self.name, "message": self.unsent[id]}
        await self.socket.send(json.dumps(event))


async def eventually(condition, what):
    try:
        async with asyncio.timeout(DEADLINE):
            while not condition():
                await asyncio.sleep(0.05)
    except TimeoutError:
        raise AssertionError(what()) from None


async def test_every_message_seen_back_is_stored_once_and_everybody_has_them_all(own_site):
    pupils = [Pupil(own_site, f"eleve{n:02d}") for n in range(SENDERS + READERS)]
    senders, stop = pupils[:SENDERS], asyncio.Event()
    staying = [asyncio.create_task(pupil.stay()) for pupil in pupils]
    talking = []
    try:
        await eventually(lambda: all(pupil.epoch for pupil in pupils), lambda: "somebody does not get in")
        talking += [asyncio.create_task(pupil.talk(stop)) for pupil in senders]
        for flood in (300, 900):
            await eventually(lambda flood=flood: len(pupils[0].numbers) > flood, lambda: len(pupils[0].numbers))
            await asyncio.to_thread(own_site.restart)
        stop.set()
        await asyncio.gather(*talking)
        await eventually(
            lambda: not any(pupil.unsent for pupil in pupils),
            lambda: ([len(pupil.unsent) for pupil in pupils], [task.exception() for task in staying if task.done()]),
        )
        await eventually(
            lambda: len({len(pupil.numbers) for pupil in pupils}) == 1, lambda: [len(p.numbers) for p in pupils]
        )
    finally:
        for task in [*staying, *(task for pupil in pupils for task in pupil.again)]:
            task.cancel()
        results = await asyncio.gather(*staying, return_exceptions=True)
    assert all(isinstance(result, asyncio.CancelledError) for result in results), results
    for pupil in pupils:
        assert pupil.numbers == list(range(1, len(pupil.numbers) + 1))
        assert pupil.ids == pupils[0].ids
    assert stored(own_site) == list(zip(pupils[0].numbers, pupils[0].ids, strict=True))


def stored(site):
    with closing(sqlite3.connect(site.folder / "var" / "db.sqlite3")) as database:
        return database.execute("SELECT number, client_id FROM chat_message ORDER BY number").fetchall()
