"""More than anybody has in one room, all within seconds: each is let in, and stays."""

import asyncio
import json
import time

from websockets.asyncio.client import connect

from chat.presence import FRAMES_PER_SECOND
from nsi_site import descriptors
from tests.servers import Site, running

CROWD, AT_ONCE = 1000, 200  # clients; of them on their way in
DEADLINE = 150  # seconds; on a quiet machine it takes five
NO_LIMITS = {"CHAT_SOCKETS_PER_ADDRESS": "0", "LOG_LEVEL": "ERROR"}


class Newcomer:
    """A client that counts what it is told of the number of participants."""

    def __init__(self):
        self.socket, self.welcomed = None, asyncio.Event()
        self.told = self.number = 0  # how often, and what last

    async def come(self, site, gate):
        async with gate:
            self.socket = await connect(f"{site.ws_url}/ws/chat/accueil", compression=None, open_timeout=DEADLINE)
            self.task = asyncio.create_task(self.read())
            await self.welcomed.wait()

    async def read(self):
        async for frame in self.socket:
            event = json.loads(frame)
            if event["type"] == "presence":
                self.told, self.number = self.told + 1, event["nbClients"]
                self.welcomed.set()  # it comes last but one in the opening
        self.welcomed.set()


async def test_of_a_crowd_that_enters_one_room_all_are_welcomed_and_none_is_closed(tmp_path):
    descriptors.raise_limit()
    size, gate = min(CROWD, descriptors.most_connections()), asyncio.Semaphore(AT_ONCE)
    with running(Site(tmp_path, environment=NO_LIMITS)) as site:
        crowd, begin = [Newcomer() for _ in range(size)], time.monotonic()
        async with asyncio.timeout(DEADLINE):
            await asyncio.gather(*(one.come(site, gate) for one in crowd))
            while any(one.number != size and one.socket.close_code is None for one in crowd):
                await asyncio.sleep(0.05)
        seconds = time.monotonic() - begin
        assert {one.socket.close_code for one in crowd} == {None}
        # Each learns the number as it comes in, and once all are there; in between it is told at a rate, whoever comes.
        assert sum(one.told for one in crowd) <= 3 * size + seconds * FRAMES_PER_SECOND
        site.kill()  # which is quicker than to say goodbye to each
        await asyncio.gather(*(one.task for one in crowd), return_exceptions=True)
