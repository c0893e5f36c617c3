"""The list of rooms, live: how many are in each."""

import asyncio

from chat import events, history
from chat.tasks import wait

LOOK_EVERY = 2  # seconds between two looks for new rooms, when somebody reads the list


class Lobby:
    """The sockets that show the list of rooms."""

    def __init__(self, hub):
        self.hub = hub
        self.sockets = set()
        self.changed = asyncio.Event()
        self.told = None

    async def arrive(self, socket):
        """Show the list to a newcomer; True, since there is always one."""
        frame = await self._frame()
        socket.open(0)
        socket.put(frame)
        self.sockets.add(socket)
        return True

    async def run(self):
        while True:
            await wait(self.changed, LOOK_EVERY)
            if self.sockets:
                frame = await self._frame()
                if frame != self.told:
                    self.told = frame
                    for socket in self.sockets:
                        socket.put(frame)

    async def _frame(self):
        rooms = await self.hub.reader.run(history.listed_rooms)
        counts = self.hub.presence.census.counts()
        return events.rooms_event((slug, title, counts.get(key, 0)) for key, slug, title in rooms)
