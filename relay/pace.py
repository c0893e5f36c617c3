"""How fast and how many at once."""

import asyncio
import time
from collections import Counter
from contextlib import asynccontextmanager

MEBI = 1024 * 1024  # bytes


class Pace:
    """Lets `rate` a second through, `burst` at once (a second's worth unless told); who comes too fast waits."""

    def __init__(self, rate=MEBI, burst=None, now=time.monotonic):
        self.rate, self.burst, self.now = rate, burst or rate, now
        self.left, self.at = self.burst, now()

    def delay(self, size):
        """Take `size`; the seconds to wait for it."""
        now = self.now()
        self.left = min(self.burst, self.left + (now - self.at) * self.rate) - size
        self.at = now
        return max(0.0, -self.left / self.rate)

    async def spend(self, size):
        if delay := self.delay(size):
            await asyncio.sleep(delay)


class Turns:
    """Lets in `each` of one visitor and `everybody` in all; the next ones wait, first come, first served."""

    def __init__(self, each, everybody):
        self.each = each
        self.everybody = asyncio.Semaphore(everybody)
        self.gates, self.users = {}, Counter()

    @asynccontextmanager
    async def turn(self, visitor):
        gate = self.gates.setdefault(visitor, asyncio.Semaphore(self.each))
        self.users[visitor] += 1
        try:
            async with gate, self.everybody:
                yield
        finally:
            self.users[visitor] -= 1
            if not self.users[visitor]:
                del self.users[visitor], self.gates[visitor]


class Places:
    """Counts what is open: at most `each` of one visitor and `everybody` in all; one more is refused."""

    def __init__(self, each, everybody):
        self.each, self.everybody = each, everybody
        self.taken = Counter()

    def take(self, visitor):
        if self.taken[visitor] >= self.each or self.taken.total() >= self.everybody:
            return False
        self.taken[visitor] += 1
        return True

    def give_back(self, visitor):
        self.taken[visitor] -= 1
        self.taken += Counter()  # drops those at zero
