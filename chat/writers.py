"""Who writes under which name in a room."""

import time
from itertools import chain

KEPT = 300  # seconds after its last message during which a name is its writer's
PER_ADDRESS = 3  # names that one address keeps from the others in one room, its latest


class Writers:
    """The names (as folded) under which the sockets of one room have written."""

    def __init__(self, now=time.monotonic):
        self.now = now
        self.by_name = {}  # name → its sockets, the first to use it first

    def is_taken(self, name, address):
        """Whether the name belongs to somebody at another address."""
        writers = self.by_name.get(name, ())
        if all(socket.address == address for socket in writers):
            return False
        owner = next((socket for socket in writers if self._keeps(socket)), None)
        return owner is not None and owner.address != address

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
        """Whether the socket wrote lately, under one of the latest names of its address."""
        if self.now() - socket.wrote_at > KEPT:
            return False
        everybody = chain.from_iterable(self.by_name.values())
        neighbours = [other for other in everybody if other.address == socket.address]
        later = {other.name for other in neighbours if other.wrote_at > socket.wrote_at} - {socket.name}
        return len(later) < PER_ADDRESS
