"""What each address asks of this process: its connections now, and the bytes that it sent lately. The desk shows it."""

import time
from collections import Counter
from weakref import WeakSet

from chat.people import THIS_PC

LATELY = 60  # seconds; what is told goes back between one and two times that
OPEN = WeakSet()  # the doors of the servers of this process


class Received:
    """Bytes by address, forgotten after a while."""

    def __init__(self):
        self.period, self.now, self.before = 0, Counter(), Counter()

    def add(self, address, size):
        self.turn()
        self.now[address] += size

    def lately(self):
        self.turn()
        return self.now + self.before

    def turn(self):
        period = int(time.monotonic() // LATELY)
        if period != self.period:
            self.before = self.now if period == self.period + 1 else Counter()
            self.now, self.period = Counter(), period


def by_address():
    """[{address, connections, received, own}], worst first; `own`: the PC of the site, or a proxy on it."""
    connections, received = Counter(), Counter()
    for door in OPEN:
        connections.update(door.holders.by_address)
        received.update(door.received.lately())
    rows = [
        {"address": address, "connections": connections[address], "received": received[address]}
        for address in connections | received
    ]
    rows.sort(key=lambda row: (-row["received"], -row["connections"], row["address"]))
    return [row | {"own": row["address"] in THIS_PC} for row in rows]
