"""The way from the event loop to the journal and back: nobody who is watched ever waits for it.

Events are gathered for GATHER seconds, written on a thread by batches, then announced to all processes. An
announcement is only a hint ("there is news of these visitors"): the journal is the truth, and readers look into it
by themselves every LOOK_AGAIN seconds. When the cache or the channel layer fails, events are lost and the site
goes on.
"""

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from weakref import WeakKeyDictionary

from channels.layers import get_channel_layer

from exchanges import journal

logger = logging.getLogger("exchanges")

GROUP = "exchanges"
GATHER = 0.025  # seconds
LAYER_DEADLINE = 2  # seconds
PATIENCE = 1  # seconds that a reader waits for an event that another process is writing
LOOK_AGAIN = 5  # seconds
RETRY = 1  # seconds
WAITING = 2_000  # events, beyond which they are lost

# One thread: batches are written in their order.
thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="exchanges")
posts = WeakKeyDictionary()


def post():
    """The one of this process and event loop."""
    loop = asyncio.get_running_loop()
    if loop not in posts:
        posts[loop] = Post()
    return posts[loop]


class Post:
    def __init__(self):
        self.waiting = []
        self.writer = None
        self.bells = {}  # visitor → the asyncio.Event of each of its readers in this process
        self.listener = None
        self.failing = False

    def note(self, visitor, event):
        if len(self.waiting) < WAITING:
            self.waiting.append((visitor, event))
        else:
            self.report("trop d’échanges en attente")
        if self.writer is None:
            self.writer = asyncio.create_task(self.write())

    def clear(self, visitor):
        self.note(visitor, journal.CLEAR)

    async def write(self):
        try:
            while self.waiting:
                await asyncio.sleep(GATHER)
                batch, self.waiting = self.waiting, []
                await self.keep(batch)
        finally:
            self.writer = None

    async def keep(self, batch):
        try:
            visitors = await on_thread(journal.store, batch)
            async with asyncio.timeout(LAYER_DEADLINE):
                await get_channel_layer().group_send(GROUP, {"type": "exchanges.news", "visitors": visitors})
        except Exception as error:  # noqa: BLE001 - whatever the cache's or the layer's driver raises
            self.report(error)
        else:
            self.failing = False

    def report(self, error):
        """Once a breakdown, not once an event."""
        if not self.failing:
            self.failing = True
            logger.warning("Des échanges ne sont plus enregistrés : %r", error)

    def readers(self, visitor):
        return len(self.bells.get(visitor, ()))

    @contextmanager
    def bell(self, visitor):
        """An asyncio.Event, set whenever this visitor's journal may have changed."""
        bell = asyncio.Event()
        self.bells.setdefault(visitor, set()).add(bell)
        if self.listener is None:
            self.listener = asyncio.create_task(self.listen())
        try:
            yield bell
        finally:
            self.bells[visitor].discard(bell)
            if not self.bells[visitor]:
                del self.bells[visitor]
            if not self.bells:
                self.listener.cancel()
                self.listener = None

    async def listen(self):
        while True:
            try:
                await self.listen_to(get_channel_layer())
            except Exception as error:  # noqa: BLE001 - whatever the layer's driver raises
                self.report(error)
                await asyncio.sleep(RETRY)

    async def listen_to(self, layer):
        channel = await layer.new_channel("exchanges")
        try:
            await layer.group_add(GROUP, channel)
            self.ring(list(self.bells))  # what was announced before we listened
            while True:
                message = await layer.receive(channel)
                self.ring(message["visitors"])
        finally:
            with suppress(Exception):
                await layer.group_discard(GROUP, channel)

    def ring(self, visitors):
        for visitor in visitors:
            for bell in self.bells.get(visitor, ()):
                bell.set()

    async def read(self, visitor, after, told):
        """The journal's page above `after`, once what other processes are writing is there, or given up."""
        page = await on_thread(journal.load, visitor, after, told)
        deadline = asyncio.get_running_loop().time() + PATIENCE
        while not page.events and page.last > max(page.floor, after):
            late = asyncio.get_running_loop().time() > deadline
            await asyncio.sleep(GATHER)
            page = await on_thread(journal.load, visitor, after, told, late)
            if late:
                break
        return page


async def on_thread(function, *args):
    return await asyncio.get_running_loop().run_in_executor(thread, function, *args)
