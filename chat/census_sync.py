"""How every process comes to know what the others have: each numbers what it announces, and asks for what it missed."""

import asyncio
import time
from contextlib import suppress

from chat import bus

ANNOUNCE_EVERY = 2  # seconds without a change: who says nothing for longer is taken for dead
SNAPSHOT_EVERY = 60  # seconds between two announcements of all rooms
HEARD_PER_SECOND = 200  # announcements of all processes together: the more there are, the more changes in each
ANSWERS = 0.3  # seconds that a new process gives to the others, before it tells anybody how many are there
PATIENCE = 2  # seconds that newcomers wait for that, should the channel layer be down
LAST_WORD = 0.5  # seconds given to the channel layer by a process that starts or stops


class CensusSync:
    """Announces which rooms have changed in this process, now and then all, and takes in what the others say."""

    def __init__(self, process, rooms, mailbox, census):
        self.process, self.rooms, self.mailbox, self.census = process, rooms, mailbox, census
        self.sequence = 0  # number of our last announcement
        self.announced_at = self.snapshot_at = -SNAPSHOT_EVERY  # monotonic seconds
        self.moved = set()  # rooms (their keys) where somebody came or went since our last announcement
        self.missed = set()  # processes of which an announcement is missing
        self.askers = set()  # channels of the processes that lack one of ours
        self.asked = asyncio.Event()  # do not wait for further changes
        self.introduction = None  # the task of `introduce`
        self.introduced = asyncio.Event()  # the others had the time to announce themselves
        self.leaving = False

    # --- a new process ------------------------------------------------------------------------------------

    async def introduce(self):
        """Ask the other processes who is there: a client that comes back after a restart is told the right numbers."""
        if self.mailbox.is_shared:
            await self.mailbox.send(bus.CENSUS, bus.who_message(self.mailbox.name), LAST_WORD)
            await asyncio.sleep(ANSWERS)
        self.introduced.set()

    async def is_introduced(self):
        """Wait until the others are known, or cannot be."""
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                await self.introduced.wait()

    # --- what the others say ------------------------------------------------------------------------------

    def hear(self, said):
        """Another process's Announcement (or our own)."""
        if said.process == self.process:
            return
        if self.census.hear(said):
            self.missed.discard(said.process)
        else:
            self.missed.add(said.process)

    def hear_who(self, message):
        """A process asks for our rooms, or for those of some processes."""
        if message["channel"] != self.mailbox.name and (message["of"] is None or self.process in message["of"]):
            self.askers.add(message["channel"])
            self.asked.set()

    # --- what we say --------------------------------------------------------------------------------------

    def rest(self):
        """Seconds until the next announcement is due."""
        pause = min(ANNOUNCE_EVERY, len(self.census.replicas) / HEARD_PER_SECOND) if self.moved else ANNOUNCE_EVERY
        return max(0, self.announced_at + pause - time.monotonic())

    async def exchange(self, moved):
        """Announce the rooms where somebody came or went (their keys), answer who asked, ask for what was missed."""
        self.moved |= moved
        if not self.rest():
            await self._announce()
        await self._answer()
        if self.missed:
            missed, self.missed = sorted(self.missed), set()
            await self.mailbox.send(bus.CENSUS, bus.who_message(self.mailbox.name, missed))

    async def _announce(self):
        self.announced_at, self.sequence = time.monotonic(), self.sequence + 1
        moved, self.moved = self.moved, set()
        if self.announced_at - self.snapshot_at >= SNAPSHOT_EVERY:
            self.snapshot_at = self.announced_at
            await self.mailbox.send(bus.CENSUS, bus.census_message(self._snapshot()))
        else:
            rooms = dict(map(self._here, moved))
            await self.mailbox.send(
                bus.CENSUS, bus.census_message(bus.Announcement(self.process, self.sequence, rooms))
            )

    def _here(self, key):
        room = self.rooms.get(key)
        return key, (len(room.sockets), room.start) if room is not None else (0, self.announced_at)

    def _snapshot(self):
        """All rooms. Of a process that stops nobody is counted any more, and who asks later learns nothing else."""
        if self.leaving:
            rooms = {room.key: (0, room.start) for room in self.rooms}
        else:
            rooms = {room.key: (len(room.sockets), room.start) for room in self.rooms.occupied()}
        return bus.Announcement(self.process, self.sequence, rooms, snapshot=True, leaving=self.leaving)

    async def _answer(self):
        """Send all rooms to one that asks; several are told at once, with everybody."""
        askers, self.askers = self.askers, set()
        if len(askers) > 1:
            await self.mailbox.send(bus.CENSUS, bus.census_message(self._snapshot()))
        elif askers:
            await self.mailbox.send_to(askers.pop(), bus.census_message(self._snapshot()))

    async def say_goodbye(self):
        """The process stops: its clients are counted no more, and find their session's age wherever they come back."""
        self.leaving, self.sequence = True, self.sequence + 1
        await self.mailbox.send(bus.CENSUS, bus.census_message(self._snapshot()), LAST_WORD)
