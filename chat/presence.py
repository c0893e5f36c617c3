"""The number of participants: each process announces its sockets, and each adds up what it heard."""

import asyncio
import logging
import time

from chat import bus
from chat.tasks import wait

logger = logging.getLogger("chat.presence")

ANNOUNCE_EVERY = 2  # seconds
TOGETHER = 0.05  # seconds within which several changes are announced as one
FRAMES_PER_SECOND = 2000  # the most presence frames; with more sockets, more changes are announced as one


class Presence:
    """Announces this process's sockets, hears the other processes, tells each room its number when it changes."""

    def __init__(self, process, rooms, mailbox, census, lobby):
        self.process, self.rooms, self.mailbox, self.census, self.lobby = process, rooms, mailbox, census, lobby
        self.changed = asyncio.Event()

    def count(self, room):
        """How many are in one room, here and elsewhere."""
        return len(room.sockets) + self.census.elsewhere(room.key, self.process)

    async def run(self):
        while True:
            await wait(self.changed, ANNOUNCE_EVERY)
            await asyncio.sleep(max(TOGETHER, self.rooms.nb_sockets() / FRAMES_PER_SECOND))
            self.changed.clear()
            occupied = self.rooms.occupied()
            self.census.hear(self.process, [(room.key, len(room.sockets), room.start) for room in occupied])
            self.census.forget_silent()
            self._tell()
            await self._announce(occupied)

    def hear(self, message):
        """Another process's announcement (or our own, already counted)."""
        if message["process"] == self.process:
            return
        now = time.monotonic()
        heard = [(key, sockets, now - age) for key, sockets, age in message["rooms"]]
        self.census.hear(message["process"], heard)
        for key, _sockets, start in heard:
            if room := self.rooms.get(key):
                room.start = min(room.start, start)  # the session began where the first client came
        self._tell()

    def _tell(self):
        counts = self.census.counts()
        for room in self.rooms:
            room.tell_presence(counts.get(room.key, 0))
        self.lobby.changed.set()

    async def _announce(self, occupied):
        rooms = [[room.key, len(room.sockets), room.age()] for room in occupied]
        try:
            async with asyncio.timeout(ANNOUNCE_EVERY):
                await self.mailbox.send(bus.CENSUS, bus.census_message(self.process, rooms))
        except Exception as error:
            logger.warning("Le nombre de participants n’a pas pu être diffusé (%r)", error)
