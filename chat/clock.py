"""The periodic worker: once a second, each room learns how long its chat has lasted."""

import asyncio
import logging
import time

from chat import events, groups

logger = logging.getLogger("chat.clock")


class Clock:
    def __init__(self, hub):
        self.hub = hub

    async def run(self):
        """Tick once a second of the event loop's clock, however long a tick took."""
        loop = asyncio.get_running_loop()
        next_tick = loop.time()
        while True:
            next_tick = max(next_tick + 1, loop.time())
            await asyncio.sleep(next_tick - loop.time())
            try:
                async with asyncio.timeout(1):
                    await self.tick()
            except Exception as error:
                logger.warning("The duration could not be told to all (%r)", error)
                self.tell_own()

    async def tick(self):
        """Push `elapsed` to the rooms for which this process speaks; in each room, one process does."""
        leaders = self.hub.presence.census.leaders()
        for live in list(self.hub.rooms.values()):
            if live.sockets and leaders.get(live.key) == self.hub.process:
                message = groups.elapsed_message(live.key, events.elapsed_event(elapsed(live)))
                await self.hub.channel.send(groups.room_group(live.key), message)

    def tell_own(self):
        """Without the channel layer: browsers take a silent server for a dead link."""
        for live in self.hub.rooms.values():
            for socket in live.sockets:
                socket.tell(events.elapsed_event(elapsed(live)))


def elapsed(live):
    """Whole seconds since the first client came."""
    return max(0, int(time.time() - live.start))
