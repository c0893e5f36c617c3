"""How many sockets are in each room: this process's own, and those that the other processes announce."""

import time
from dataclasses import dataclass

FRESH = 6  # seconds after which a process that says nothing more is forgotten
COMING_BACK = 20  # and the sessions of one that said goodbye: by then its clients are elsewhere
NOBODY = (0, 0.0)


@dataclass
class Replica:
    """What is known of another process. One that stops says goodbye: no sockets, but sessions that go on elsewhere."""

    sequence: int  # number of the last announcement that was taken in
    rooms: dict  # key → (sockets, start of the session by our monotonic clock)
    leaving: bool
    heard_at: float

    def is_fresh(self, now):
        return now - self.heard_at < (COMING_BACK if self.leaving else FRESH)


class Census:
    """Adds up what is known. Numbers are summed when asked for, never kept, so an error never lasts."""

    def __init__(self, rooms, now=time.monotonic):
        self.rooms, self.now = rooms, now
        self.replicas = {}  # process → its Replica
        self.changed = set()  # rooms whose number has changed elsewhere, until `take_changed`

    def hear(self, said):
        """Take an Announcement in. False when earlier ones are missing: this needs the process's snapshot."""
        known = self.replicas.get(said.process)
        if said.snapshot:
            if known is None or said.sequence >= known.sequence:
                self._replace(said, known)
            return True
        if known is None:
            return False
        known.heard_at = self.now()
        if said.sequence == known.sequence + 1:
            self._update(said, known)
        return said.sequence <= known.sequence

    def _replace(self, said, known):
        before = known.rooms if known is not None else {}
        gone = before.keys() - said.rooms.keys()
        self.changed |= gone | {
            key for key, (sockets, _) in said.rooms.items() if before.get(key, NOBODY)[0] != sockets
        }
        self.replicas[said.process] = Replica(said.sequence, said.rooms, said.leaving, self.now())

    def _update(self, said, known):
        known.sequence = said.sequence
        self.changed |= said.rooms.keys()
        known.rooms.update(said.rooms)
        for key, (sockets, _start) in said.rooms.items():
            if not sockets:
                del known.rooms[key]

    def forget_silent(self):
        now = self.now()
        for process, known in list(self.replicas.items()):
            if not known.is_fresh(now):
                del self.replicas[process]
                self.changed |= known.rooms.keys()

    def take_changed(self):
        """The rooms whose number has changed elsewhere since the last call."""
        changed, self.changed = self.changed, set()
        return changed

    def count(self, key):
        """Sockets in one room, here and elsewhere."""
        room = self.rooms.get(key)
        here = len(room.sockets) if room is not None else 0
        return here + sum(known.rooms.get(key, NOBODY)[0] for known in self._known())

    def start(self, key):
        """When the room's session began elsewhere (monotonic seconds), or None when nobody is there."""
        return min((known.rooms[key][1] for known in self._known() if key in known.rooms), default=None)

    def first(self):
        """The smallest name among the other processes that stay, or None."""
        return min((process for process, known in self.replicas.items() if not known.leaving), default=None)

    def _known(self):
        return list(self.replicas.values())  # a copy: views read it from other threads
