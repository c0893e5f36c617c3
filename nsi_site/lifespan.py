"""ASGI's lifespan, which daphne does not speak: the application learns that the server starts, and that it stops."""

import asyncio
from contextlib import suppress


class Lifespan:
    """The application's own connection of type `lifespan`. One that does not know it is left alone."""

    def __init__(self, application):
        self.application = application
        self.events = asyncio.Queue()
        self.task = None  # since the start

    def start(self):
        """Call it in the event loop."""
        self.events.put_nowait({"type": "lifespan.startup"})
        self.task = asyncio.ensure_future(self.run())

    async def run(self):
        scope = {"type": "lifespan", "asgi": {"version": "3.0", "spec_version": "2.0"}, "state": {}}
        with suppress(Exception):  # whatever an application raises here means that it has no use for it
            await self.application(scope, self.events.get, self.ignore)

    async def ignore(self, event):
        """What the application answers changes nothing: it serves in any case."""

    async def stop(self, deadline):
        """Let the application say its last words, for `deadline` seconds at most."""
        if self.task is None:
            return
        self.events.put_nowait({"type": "lifespan.shutdown"})
        with suppress(TimeoutError):
            async with asyncio.timeout(deadline):
                await asyncio.shield(self.task)
