"""How many sockets each process has in each room, from what the processes announce."""

import time
from typing import NamedTuple

FRESH = 6  # seconds after which a process that says nothing more is forgotten
COMING_BACK = 20  # and the sessions of one that said goodbye: by then its clients are elsewhere


class Announcement(NamedTuple):
    """What a process said of itself. One that stops says goodbye: no sockets, but sessions that go on elsewhere."""

    heard_at: float
    rooms: dict  # room → (sockets, start of the session)
    leaving: bool

    def is_fresh(self, now):
        return now - self.heard_at < (COMING_BACK if self.leaving else FRESH)


class Census:
    """The last announcement of each process. Numbers are summed when asked for, so an error never lasts."""

    def __init__(self, now=time.monotonic):
        self.now = now
        self.announced = {}  # process → its Announcement

    def hear(self, process, rooms, leaving=False):
        """Replace what `process` announced before. `rooms`: (key, sockets, start by our monotonic clock) each."""
        sessions = {room: (sockets, start) for room, sockets, start in rooms}
        self.announced[process] = Announcement(self.now(), sessions, leaving)

    def forget_silent(self):
        self.announced = self._fresh()

    def counts(self):
        """Sockets in each occupied room: {room: number}."""
        totals = {}
        for said in self._fresh().values():
            for room, (sockets, _start) in said.rooms.items():
                totals[room] = totals.get(room, 0) + sockets
        return totals

    def elsewhere(self, room, process):
        """Sockets that the other processes than `process` have in one room."""
        others = (said.rooms for other, said in self._fresh().items() if other != process)
        return sum(rooms[room][0] for rooms in others if room in rooms)

    def start(self, room):
        """When the room's session began (monotonic seconds), or None when nobody is there."""
        return min((said.rooms[room][1] for said in self._fresh().values() if room in said.rooms), default=None)

    def first(self):
        """The smallest name among the processes that were heard lately and that stay, or None."""
        return min((process for process, said in self._fresh().items() if not said.leaving), default=None)

    def _fresh(self):
        """{process: Announcement} of those that were heard lately."""
        now = self.now()
        announced = list(self.announced.items())  # a copy: views read it from other threads
        return {process: said for process, said in announced if said.is_fresh(now)}
