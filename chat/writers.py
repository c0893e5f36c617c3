"""Who writes under which name in a room."""

import time
from itertools import chain

from chat import quotas

KEPT = 300  # seconds after its last message during which a name is its writer's


class Writers:
    """The names (as folded) under which the sockets of one room have written."""

    def __init__(self, now=time.monotonic):
        self.now = now
        self.by_name = {}  # name → its sockets, the first to use it first

    def is_taken(self, name, person):
        """Whether the name belongs to somebody else."""
        writers = self.by_name.get(name, ())
        if all(socket.person.is_same(person) for socket in writers):
            return False
        owner = next((socket for socket in writers if self._keeps(socket)), None)
        return owner is not None and not owner.person.is_same(person)

    def claim(self, socket, name):
        """A message of the socket was saved under this name."""
        socket.wrote_at = self.now()
        if socket.name != name:
            self.release(socket)
            socket.name = name
            self.by_name.setdefault(name, []).append(socket)

    def release(self, socket):
        """The socket has left, or writes under another name."""
        others = [other for other in self.by_name.get(socket.name, ()) if other is not socket]
        if others:
            self.by_name[socket.name] = others
        else:
            self.by_name.pop(socket.name, None)
        socket.name = ""

    def _keeps(self, socket):
        """Whether the socket wrote lately, under one of the latest names of the same person."""
        if self.now() - socket.wrote_at > KEPT:
            return False
        everybody = chain.from_iterable(self.by_name.values())
        own = [other for other in everybody if other.person.holder == socket.person.holder]
        later = {other.name for other in own if other.wrote_at > socket.wrote_at} - {socket.name}
        return len(later) < quotas.NAMES.amount
