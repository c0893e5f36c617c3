"""How long 35 clients, who each write a message a second, wait for its acknowledgement while old messages go.

Part of `python -m bench.million`: the upkeep of a running server forgets the address of every message, and the words of
one room's, which were removed long ago; then another room is emptied.
"""

import asyncio
import json
import secrets
import statistics
import time
from contextlib import AsyncExitStack
from pathlib import Path

CLIENTS, CALM = 35, 20  # CALM: seconds with nothing to purge
REMOVED = """
from datetime import timedelta
from django.utils import timezone
from chat.models import Message
Message.objects.filter(room__title="Salon 4").update(removed_at=timezone.now() - timedelta(days=9999))
"""
PURGING_SERVER = """
import os
from pathlib import Path
import nsi_site.server
import django
django.setup()
from chat import upkeep
def done():
    (Path(os.environ["VAR_DIR"]) / "purged").touch()
upkeep.PURGE_EVERY, upkeep.PURGE_DEADLINE, upkeep.give_back_space = 5, 3600, done
nsi_site.server.CommandLine.entrypoint()
"""
EMPTY = "from chat.models import Room; Room.objects.get(title='Salon 3').empty()"


async def write(socket, until, waits):
    """A message a second until the task is done: `waits` are the milliseconds until each was acknowledged."""
    await asyncio.sleep(secrets.randbelow(1000) / 1000)
    while not until.done():
        id, begin = secrets.token_hex(8), time.perf_counter()
        await socket.send(json.dumps({"type": "message", "id": id, "userName": "Banc", "message": "coucou"}))
        while id not in (frame := await socket.recv()):
            pass
        assert '"error"' not in frame, frame
        waits.append(1000 * (time.perf_counter() - begin))
        await asyncio.sleep(max(0, begin + 1 - time.perf_counter()))


async def acknowledged(server, during):
    """The 99 % and the longest of the waits while a coroutine is awaited, and the seconds that it took."""
    begin, waits = time.perf_counter(), []
    async with AsyncExitStack() as stack:
        sockets = [await stack.enter_async_context(server.enter("salon-1")) for _ in range(CLIENTS)]
        task = asyncio.create_task(during)
        await asyncio.gather(task, *(write(socket, task, waits) for socket in sockets))
    return statistics.quantiles(waits, n=100)[98], max(waits), time.perf_counter() - begin


async def exists(path):
    while not path.exists():
        await asyncio.sleep(0.1)


def measure(server):
    """{what goes meanwhile: (99 %, longest, seconds)}. The server does not run before, nor after."""
    server.shell(REMOVED)
    figures = {}
    server.start()
    try:
        figures["nothing"] = asyncio.run(acknowledged(server, asyncio.sleep(CALM)))
        server.end()
        server.start("-c", PURGING_SERVER)
        purged = exists(Path(server.environment["VAR_DIR"]) / "purged")
        figures["addresses, and words of one room"] = asyncio.run(acknowledged(server, purged))
        figures["a room"] = asyncio.run(acknowledged(server, asyncio.to_thread(server.shell, EMPTY)))
    finally:
        server.end()
    return figures
