"""What people who do nothing cost: `python -m bench.idle [daphne|uvicorn] [ROOMS] [CLIENTS] [SECONDS]`.

The server is a process of its own; CLIENTS sit in each of ROOMS and say nothing, so that each gets the duration once a
second and a ping every five. Printed: the server's CPU seconds per second of the clock, as a share of a core.
"""

import asyncio
import sys
import tempfile
import time
from contextlib import AsyncExitStack, suppress

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from bench.peers.serving import PEERS, serving

AT_ONCE = 50  # openings
CALM = 3  # seconds before, for all to be announced


class Crowd:
    """Clients that read and forget; `frames` counts what they were told."""

    def __init__(self, port):
        self.port, self.frames = port, 0
        self.gate = asyncio.Semaphore(AT_ONCE)

    async def enter(self, stack, slug):
        async with self.gate:
            address = f"ws://127.0.0.1:{self.port}/ws/chat/{slug}"
            socket = await stack.enter_async_context(connect(address, ping_interval=None, open_timeout=60))
        return asyncio.create_task(self.read(socket))

    async def read(self, socket):
        with suppress(ConnectionClosed):
            async for _frame in socket:
                self.frames += 1


async def idle(server, rooms, clients, seconds):
    """(CPU seconds a second, frames a second, clients that were cut off: this machine was too busy to answer pings)."""
    crowd = Crowd(server.port)
    async with AsyncExitStack() as stack:
        slugs = [f"banc-{room}" for room in range(rooms)] * clients
        reading = await asyncio.gather(*(crowd.enter(stack, slug) for slug in slugs))
        await asyncio.sleep(CALM)
        crowd.frames, cpu, begin = 0, server.cpu_seconds(), time.monotonic()
        await asyncio.sleep(seconds)
        passed = time.monotonic() - begin
        cut = sum(task.done() for task in reading)
        return (server.cpu_seconds() - cpu) / passed, crowd.frames / passed, cut


def main(name="daphne", rooms=500, clients=4, seconds=10):
    peer = next(peer for peer in PEERS if peer.ours and name in peer.name)
    with tempfile.TemporaryDirectory() as folder, serving(peer, folder, int(rooms)) as server:
        share, frames, cut = asyncio.run(idle(server, int(rooms), int(clients), int(seconds)))
    print(f"{peer.name}, {rooms} rooms of {clients}: {100 * share:.1f} % of a core, {frames:.0f} frames a second")
    if cut:
        sys.exit(f"{cut} clients were cut off: this is no measure")


if __name__ == "__main__":
    main(*sys.argv[1:])
