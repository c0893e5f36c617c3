"""Background tasks that don't vanish silently."""

import asyncio
import logging
from contextlib import suppress

logger = logging.getLogger("chat.tasks")
PAUSE = 1  # seconds before a failed task starts again


async def supervise(run):
    """Run a coroutine function for ever: what it raises is logged, and it starts again."""
    while True:
        try:
            await run()
        except Exception:
            logger.exception("%s a échoué et redémarre", run.__qualname__)
        await asyncio.sleep(PAUSE)


async def wait(event, seconds):
    """Wait for an asyncio.Event, `seconds` at most, and clear it."""
    with suppress(TimeoutError):
        # Not `wait_for`: until Python 3.12 it may swallow the cancellation of its caller.
        async with asyncio.timeout(seconds):
            await event.wait()
    event.clear()
