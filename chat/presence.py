"""The presence counter: each process says how many sockets it has in each room, and each adds up what it heard."""

import asyncio
import logging

from chat import groups
from chat.census import Census
from chat.tasks import wait

logger = logging.getLogger("chat.presence")

ANNOUNCE_EVERY = 2  # seconds
TOGETHER = 0.05  # seconds within which several changes are announced as one


class Presence:
    """Announces the hub's own sockets, hears the others', and tells each room its number when it changes."""

    def __init__(self, hub):
        self.hub = hub
        self.census = Census()
        self.changed = asyncio.Event()

    def count(self, live):
        self._count_own()
        return self.census.counts().get(live.key, 0)

    async def run(self):
        while True:
            await wait(self.changed, ANNOUNCE_EVERY)
            await asyncio.sleep(TOGETHER)
            self.changed.clear()
            self._count_own()
            self.census.forget_silent()
            self._tell()
            await self._announce()

    def hear(self, message):
        if message["process"] != self.hub.process:
            self.census.hear(message["process"], message["rooms"])
            for key, _sockets, start in message["rooms"]:
                if key in self.hub.rooms:  # the session began where the first client came
                    self.hub.rooms[key].start = min(self.hub.rooms[key].start, start)
            self._tell()

    def _count_own(self):
        self.census.hear(self.hub.process, self._own_rooms())

    def _own_rooms(self):
        return [[live.key, len(live.sockets), live.start] for live in self.hub.rooms.values() if live.sockets]

    def _tell(self):
        counts = self.census.counts()
        for live in self.hub.rooms.values():
            for socket in live.sockets:
                socket.tell_presence(counts.get(live.key, 0))
        self.hub.lobby.changed.set()

    async def _announce(self):
        message = groups.census_message(self.hub.process, self._own_rooms())
        try:
            async with asyncio.timeout(ANNOUNCE_EVERY):
                await self.hub.channel.send(groups.CENSUS, message)
        except Exception as error:
            logger.warning("Presence could not be announced (%r)", error)
