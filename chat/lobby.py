"""The list of rooms, live: how many are in each."""

import asyncio

from chat import events, history
from chat.database import Unavailable
from chat.tasks import wait

LOOK_EVERY = 2  # seconds between two looks for new rooms, when somebody reads the list
ALIVE_EVERY = 8  # seconds between two frames at most: a page takes a longer silence for a dead link


class Lobby:
    """The sockets that show the list of rooms."""

    def __init__(self, census, reader):
        self.census, self.reader = census, reader
        self.sockets = set()
        self.changed = asyncio.Event()

    async def arrive(self, socket):
        """Show the list to a newcomer; True, since there is always one."""
        socket.open(0)
        self.sockets.add(socket)
        await self._tell()
        return True

    def leave(self, socket):
        self.sockets.discard(socket)

    async def run(self):
        while True:
            await wait(self.changed, LOOK_EVERY)
            if self.sockets:
                await self._tell()

    async def beat(self):
        """The list may stay the same for hours; its readers must know that it is not the link which is dead."""
        while True:
            await asyncio.sleep(ALIVE_EVERY)
            for socket in self.sockets:
                socket.put(events.alive_event())

    async def _tell(self):
        """Give the list as it is now to every socket that was told another."""
        try:
            rooms = await self.reader.run(history.listed_rooms)
        except Unavailable:
            return  # told at the next look
        counts = self.census.counts()
        frame = events.rooms_event((slug, title, counts.get(key, 0)) for key, slug, title in rooms)
        for socket in self.sockets:
            socket.tell_news(frame)
