"""The list of rooms, live: how many are in each. Readers get the whole list once, then what changes in it."""

import asyncio

from chat import events, history
from chat.database import Unavailable
from chat.tasks import wait

LOOK_EVERY = 2  # seconds between two looks for new rooms, when somebody reads the list
TOGETHER = 0.25  # seconds within which several changes are told as one
ALIVE_EVERY = 8  # seconds between two frames at most: a page takes a longer silence for a dead link


class Lobby:
    """The sockets that show the list of rooms."""

    def __init__(self, census, reader):
        self.census, self.reader = census, reader
        self.sockets = set()  # that show the list as it was told
        self.newcomers = set()  # that wait for it
        self.rooms = []  # as last read: (key, slug, title) each
        self.told = {}  # slug → (title, number)
        self.changed = asyncio.Event()  # somewhere, somebody came or went

    async def arrive(self, socket):
        """Show the list to a newcomer; True, since there is always one."""
        socket.open(0)
        self.newcomers.add(socket)
        await self._look()
        return True

    def leave(self, socket):
        self.sockets.discard(socket)
        self.newcomers.discard(socket)

    async def run(self):
        """Tell the numbers soon after they change, and look for new rooms from time to time."""
        loop = asyncio.get_running_loop()
        looked_at = loop.time()
        while True:
            await wait(self.changed, LOOK_EVERY)
            await asyncio.sleep(TOGETHER)
            if loop.time() - looked_at < LOOK_EVERY:
                self._tell()
            elif self.sockets or self.newcomers:
                looked_at = loop.time()
                await self._look()

    async def beat(self):
        """The list may stay the same for hours; its readers must know that it is not the link which is dead."""
        while True:
            await asyncio.sleep(ALIVE_EVERY)
            for socket in self.sockets | self.newcomers:
                socket.put(events.alive_event())

    async def _look(self):
        """Read the list from the database; tell what has changed in it, and show it to the newcomers."""
        try:
            self.rooms = await self.reader.run(history.listed_rooms)
        except Unavailable:
            return  # until the next look
        self._tell()
        frame = events.rooms_event((slug, *room) for slug, room in self.told.items())
        for socket in self.newcomers:
            socket.put(frame)
        self.sockets |= self.newcomers
        self.newcomers = set()

    def _tell(self):
        """Tell the readers which rooms are not any more as they were told."""
        rooms = {slug: (title, self.census.count(key)) for key, slug, title in self.rooms}
        changed = [(slug, *room) for slug, room in rooms.items() if self.told.get(slug) != room]
        gone = [slug for slug in self.told if slug not in rooms]
        self.told = rooms
        if changed or gone:
            frame = events.rooms_changed_event(changed, gone)
            for socket in self.sockets:
                socket.put(frame)
