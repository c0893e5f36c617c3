"""How many sockets each process has in each room, from what the processes announce."""

import time

FRESH = 6  # seconds after which a process that says nothing more is forgotten


class Census:
    """The last announcement of each process. Numbers are summed when asked for, so an error never lasts."""

    def __init__(self, now=time.monotonic):
        self.now = now
        self.announced = {}  # process → (when it was heard, {room: (sockets, start of the session)})

    def hear(self, process, rooms):
        """Replace what `process` announced before. `rooms`: (key, sockets, start by our monotonic clock) each."""
        self.announced[process] = (self.now(), {room: (sockets, start) for room, sockets, start in rooms})

    def forget_silent(self):
        deadline = self.now() - FRESH
        self.announced = {process: said for process, said in self.announced.items() if said[0] > deadline}

    def counts(self):
        """Sockets in each occupied room: {room: number}."""
        totals = {}
        for rooms in self._fresh().values():
            for room, (sockets, _start) in rooms.items():
                totals[room] = totals.get(room, 0) + sockets
        return totals

    def elsewhere(self, room, process):
        """Sockets that the other processes than `process` have in one room."""
        return sum(rooms[room][0] for other, rooms in self._fresh().items() if other != process and room in rooms)

    def start(self, room):
        """When the room's session began (monotonic seconds), or None when nobody is there."""
        return min((rooms[room][1] for rooms in self._fresh().values() if room in rooms), default=None)

    def first(self):
        """The smallest name among the processes that were heard lately, or None."""
        return min(self._fresh(), default=None)

    def _fresh(self):
        """{process: rooms} of those heard less than FRESH seconds ago."""
        deadline = self.now() - FRESH
        announced = list(self.announced.items())  # a copy: views read it from other threads
        return {process: rooms for process, (heard_at, rooms) in announced if heard_at > deadline}
