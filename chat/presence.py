"""The number of participants: each process announces its sockets, and each adds up what it heard."""

import asyncio
import logging
import time
from contextlib import suppress

from chat import bus
from chat.tasks import wait

logger = logging.getLogger("chat.presence")

ANNOUNCE_EVERY = 2  # seconds
TOGETHER = 0.05  # seconds within which several changes are announced as one
ANSWERS = 0.3  # seconds that a new process gives to the others, before it tells anybody how many are there
PATIENCE = 2  # seconds that newcomers wait for that, should the channel layer be down
LAST_WORD = 0.5  # seconds
FRAMES_PER_SECOND = 2000  # the most presence frames; with more sockets, more changes are announced as one


class Presence:
    """Announces this process's sockets, hears the other processes, tells each room its number when it changes."""

    def __init__(self, process, rooms, mailbox, census, lobby):
        self.process, self.rooms, self.mailbox, self.census, self.lobby = process, rooms, mailbox, census, lobby
        self.changed = asyncio.Event()
        self.asked = asyncio.Event()  # another process asks: do not wait for further changes
        self.introduction = None  # the task of `introduce`
        self.introduced = asyncio.Event()  # the others had the time to announce themselves
        self.leaving = False

    async def introduce(self):
        """Ask the other processes who is there: a client that comes back after a restart is told the right numbers."""
        if self.mailbox.is_shared:
            with suppress(Exception):  # the layer is down: nobody else can be heard
                async with asyncio.timeout(LAST_WORD):
                    await self.mailbox.send(bus.CENSUS, bus.who_message(self.process))
            await asyncio.sleep(ANSWERS)
        self.introduced.set()

    async def is_introduced(self):
        """Wait until the others are known, or cannot be."""
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                await self.introduced.wait()

    def hear_who(self, message):
        """A new process asks."""
        if message["process"] != self.process:
            self.asked.set()
            self.changed.set()

    def count(self, room):
        """How many are in one room, here and elsewhere."""
        return len(room.sockets) + self.census.elsewhere(room.key, self.process)

    async def run(self):
        while True:
            await wait(self.changed, ANNOUNCE_EVERY)
            await wait(self.asked, max(TOGETHER, self.rooms.nb_sockets() / FRAMES_PER_SECOND))
            self.changed.clear()
            if self.leaving:
                continue
            occupied = self.rooms.occupied()
            self.census.hear(self.process, [(room.key, len(room.sockets), room.start) for room in occupied])
            self.census.forget_silent()
            self._tell()
            await self._announce([[room.key, len(room.sockets), room.age()] for room in occupied])

    def hear(self, message):
        """Another process's announcement (or our own, already counted)."""
        if message["process"] == self.process:
            return
        now = time.monotonic()
        heard = [(key, sockets, now - age) for key, sockets, age in message["rooms"]]
        self.census.hear(message["process"], heard, message["leaving"])
        for key, _sockets, start in heard:
            if room := self.rooms.get(key):
                room.start = min(room.start, start)  # the session began where the first client came
        self._tell()

    def _tell(self):
        counts = self.census.counts()
        for room in self.rooms:
            room.tell_presence(counts.get(room.key, 0))
        self.lobby.changed.set()

    async def say_goodbye(self):
        """The process stops: its clients are counted no more, and find their session's age wherever they come back."""
        self.leaving = True
        await self._announce([[room.key, 0, room.age()] for room in self.rooms], LAST_WORD)

    async def _announce(self, rooms, deadline=ANNOUNCE_EVERY):
        try:
            async with asyncio.timeout(deadline):
                await self.mailbox.send(bus.CENSUS, bus.census_message(self.process, rooms, self.leaving))
        except Exception as error:  # noqa: BLE001 - whatever the layer's driver raises
            logger.warning("Le nombre de participants n’a pas pu être diffusé (%r)", error)
