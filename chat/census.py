"""Who is where: derived from what each process announces, never incremented, so that nothing has to be put right."""

import time

FRESH = 6  # seconds after which a process that says nothing more is forgotten


class Census:
    """The rooms of every process that was heard lately, by process and room."""

    def __init__(self, clock=time.monotonic):
        self.clock = clock
        self.announced = {}  # process → (when it was heard, {room: (sockets, start of the session in Unix seconds)})

    def hear(self, process, rooms):
        """Replace what `process` said before. `rooms`: (room's key, sockets, start) each."""
        self.announced[process] = (self.clock(), {room: (sockets, start) for room, sockets, start in rooms})

    def forget_silent(self):
        deadline = self.clock() - FRESH
        self.announced = {process: said for process, said in self.announced.items() if said[0] > deadline}

    def counts(self):
        """Sockets in each occupied room: {room: number}."""
        totals = {}
        for _process, room, sockets, _start in self._rows():
            totals[room] = totals.get(room, 0) + sockets
        return totals

    def start(self, room):
        """When the room's session began (Unix seconds), or None when nobody is there."""
        return min((start for _process, key, _sockets, start in self._rows() if key == room), default=None)

    def leaders(self):
        """The process that speaks for each room, the smallest of those that are in it: {room: process}."""
        leaders = {}
        for process, room, _sockets, _start in self._rows():
            leaders[room] = min(process, leaders.get(room, process))
        return leaders

    def _rows(self):
        deadline = self.clock() - FRESH
        for process, (heard_at, rooms) in list(self.announced.items()):  # views read it from other threads
            if heard_at > deadline:
                for room, (sockets, start) in rooms.items():
                    yield process, room, sockets, start
