"""The number of participants: each room is told its own when somebody comes or goes, here or elsewhere."""

import asyncio
import time

from chat import bus
from chat.tasks import wait

TOGETHER = 0.05  # seconds within which several changes are told and announced as one
FRAMES_PER_SECOND = 2000  # the most presence frames on average: a large room is told less often


class Presence:
    """Knows which rooms have changed, and tells those."""

    def __init__(self, rooms, census, sync, lobby):
        self.rooms, self.census, self.sync, self.lobby = rooms, census, sync, lobby
        self.moved = set()  # rooms (their keys) where somebody came or went here, since they were last told
        self.changed = asyncio.Event()  # there is something to tell, here or to the other processes

    def note(self, room):
        """Somebody came into a room of this process, or left it."""
        self.moved.add(room.key)
        self.changed.set()

    def hear(self, message):
        """A process's announcement: it is taken in now, and told by `run`, together with what others announce."""
        said = bus.announcement_in(message)
        self.sync.hear(said)
        for key, (_sockets, start) in said.rooms.items():
            if room := self.rooms.get(key):
                room.start = min(room.start, start)  # the session began where the first client came
        if self.census.changed or self.sync.missed:
            self.changed.set()

    def hear_who(self, message):
        """A process asks for our rooms."""
        self.sync.hear_who(message)
        if self.sync.askers:
            self.changed.set()

    async def run(self):
        """Tell the rooms that changed, then the other processes."""
        next_at = 0
        while not self.sync.leaving:
            await wait(self.changed, self.sync.rest())
            await wait(self.sync.asked, max(TOGETHER, next_at - time.monotonic()))
            self.changed.clear()
            self.census.forget_silent()
            moved, self.moved = self.moved, set()
            told = self._tell(moved | self.census.take_changed())
            next_at = time.monotonic() + told / FRAMES_PER_SECOND
            if not self.sync.leaving:
                await self.sync.exchange(moved)

    def _tell(self, keys):
        """Tell these rooms their number, as far as they are here; to how many sockets."""
        here = [room for room in map(self.rooms.get, keys) if room is not None]
        for room in here:
            room.tell_presence(self.census.count(room.key))
        if keys:
            self.lobby.changed.set()
        return sum(len(room.sockets) for room in here)
