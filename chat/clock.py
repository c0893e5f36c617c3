"""The periodic worker: once a second, each room learns how long its chat has lasted."""

import asyncio

from chat import bus


class Clock:
    """Every process has one; the first by name pushes for all, and each process tells its own sockets."""

    def __init__(self, process, rooms, mailbox, census):
        self.process, self.rooms, self.mailbox, self.census = process, rooms, mailbox, census
        self.heard = True  # a tick, since the last one was due

    async def run(self):
        """Tick once a second of the event loop's clock, however long a tick took."""
        loop = asyncio.get_running_loop()
        next_tick = loop.time()
        while True:
            next_tick = max(next_tick + 1, loop.time())
            await asyncio.sleep(next_tick - loop.time())
            if not self.heard:  # the one that pushes is gone, or the channel layer is down
                self.tell()
            self.heard = False
            await self.tick()

    async def tick(self):
        """Push one message to the group of all processes, if it is for this process to do so."""
        other = self.census.first()
        if other is None or self.process < other:
            await self.mailbox.send(bus.CLOCK, bus.tick_message())

    def hear(self, _message):
        self.heard = True
        self.tell()

    def tell(self):
        for room in self.rooms:
            room.tell_elapsed()
