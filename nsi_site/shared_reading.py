"""One question to the database for all who ask it at the same time."""

import asyncio

from channels.db import database_sync_to_async


class SharedReading:
    """The answer of `read()`, shared by those who came while the reading before went on.

    Nothing is kept: an answer is always read after it was asked for, so what another process has saved is never missed.
    A crowd that arrives at once asks the database twice, not once for each newcomer.
    """

    def __init__(self, read):
        self.read = database_sync_to_async(read)
        self.current = self.next = None  # tasks; `next` has not asked the database yet

    async def answer(self):
        if self.next is None or self.next.done():
            self.next = asyncio.create_task(self.read_after(self.current))
        return await asyncio.shield(self.next)

    async def read_after(self, before):
        if before is not None and not before.done():
            await asyncio.wait([before])
        self.current, self.next = self.next, None
        return await self.read()
