"""Two checkouts of this project, side by side: `python -m bench.chat OTHER_FOLDER [clients …]`.

Both serve at the same time, each on a port and a `var/` of its own, and take turns under the same load, so that what
else the machine does falls on both. Printed: deliveries a second, CPU seconds of the server for 100,000 deliveries, the
time until the last client has a message (median, at 10 a second), and the share of a core that 100 rooms of 4 silent
clients take. Linux only, for it reads /proc.
"""

import asyncio
import json
import os
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path

from websockets.asyncio.client import connect

from tests.servers import ROOT, free_port, wait_until

ROUNDS = 5
MESSAGES, IN_FLIGHT = 400, 50  # a turn under load
CALM_MESSAGES, CALM_RATE = 40, 10  # a turn without: how many, how many a second
ROOMS, CLIENTS_A_ROOM, IDLE = 100, 4, 10  # seconds
OPEN_ROOMS = """
from chat.models import Room
for n in range({rooms}): Room.objects.get_or_create(slug=f"banc-{{n}}", defaults={{"title": f"Banc {{n}}"}})
"""


class Server:
    """The site of a checkout, without limits."""

    def __init__(self, checkout, folder):
        self.checkout, self.port = checkout, free_port()
        limits = {f"CHAT_{name}": "0" for name in ("RATE_PER_SOCKET", "RATE_PER_ROOM", "SOCKETS_PER_ADDRESS")}
        self.environment = os.environ | limits | {"VAR_DIR": str(folder), "LOG_LEVEL": "ERROR", "PYTHONUTF8": "1"}
        self.run("manage.py", "migrate", "--verbosity=0").wait()
        self.run("manage.py", "shell", "--verbosity=0", "-c", OPEN_ROOMS.format(rooms=ROOMS)).wait()
        self.process = self.run("manage.py", "runserver", "--noreload", f"127.0.0.1:{self.port}")
        wait_until(self.answers, "the server answers")

    def run(self, *arguments):
        command = [sys.executable, *arguments]
        return subprocess.Popen(command, cwd=self.checkout, env=self.environment, stdout=subprocess.DEVNULL)

    def answers(self):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/sante", timeout=5) as response:
                return response.status == 200
        except OSError:
            return False

    def enter(self, slug):
        return connect(f"ws://127.0.0.1:{self.port}/ws/chat/{slug}", max_size=None, ping_interval=None)

    def cpu_seconds(self):
        times = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(times[11]) + int(times[12])) / os.sysconf("SC_CLK_TCK")


class Reader:
    """A client that counts the messages it gets, and when each came."""

    def __init__(self, socket):
        self.socket, self.came = socket, {}
        self.task = asyncio.create_task(self.read())

    async def read(self):
        async for frame in self.socket:
            if '"type":"messages"' in frame:
                for message in json.loads(frame)["messages"]:
                    self.came.setdefault(message["id"], time.perf_counter())


class Crowd:
    """`clients` of one room; the first writes."""

    def __init__(self, readers):
        self.readers = readers

    async def say(self, ids):
        for id in ids:
            event = {"type": "message", "id": id, "userName": "Banc", "message": "coucou"}
            await self.readers[0].socket.send(json.dumps(event))

    async def have(self, ids):
        while not all(ids <= reader.came.keys() for reader in self.readers):
            await asyncio.sleep(0.001)

    async def flood(self):
        """Seconds for MESSAGES, IN_FLIGHT at a time."""
        begin = time.perf_counter()
        for _ in range(MESSAGES // IN_FLIGHT):
            ids = {secrets.token_hex(8) for _ in range(IN_FLIGHT)}
            await self.say(ids)
            await self.have(ids)
        return time.perf_counter() - begin

    async def chat(self):
        """Milliseconds from each message to the last client."""
        delays = []
        for _ in range(CALM_MESSAGES):
            id, begin = secrets.token_hex(8), time.perf_counter()
            await self.say([id])
            await self.have({id})
            delays.append(1000 * (max(reader.came[id] for reader in self.readers) - begin))
            await asyncio.sleep(max(0, begin + 1 / CALM_RATE - time.perf_counter()))
        return delays


async def under_load(clients, server, figures):
    async with AsyncExitStack() as stack:
        sockets = [await stack.enter_async_context(server.enter("accueil")) for _ in range(clients)]
        crowd = Crowd([Reader(socket) for socket in sockets])
        await crowd.chat()
        figures["ms to the last client"] += await crowd.chat()
        cpu = server.cpu_seconds()
        seconds = await crowd.flood()
        deliveries = MESSAGES * clients
        figures["deliveries a second"].append(deliveries / seconds)
        figures["CPU s for 100,000"].append(100_000 * (server.cpu_seconds() - cpu) / deliveries)


async def idle(server, figures):
    async with AsyncExitStack() as stack:
        for n in range(ROOMS * CLIENTS_A_ROOM):
            Reader(await stack.enter_async_context(server.enter(f"banc-{n % ROOMS}")))
        await asyncio.sleep(3)
        cpu = server.cpu_seconds()
        await asyncio.sleep(IDLE)
        figures["% of a core, idle"].append(100 * (server.cpu_seconds() - cpu) / IDLE)


async def compare(servers, turn, title, names):
    figures = [{name: [] for name in names} for _ in servers]
    for _ in range(ROUNDS):
        for server, own in zip(servers, figures, strict=True):
            await turn(server, own)
    print(f"\n{title}")
    for name in names:
        other, this = (statistics.median(own[name]) for own in figures)
        print(f"  {name:24} {other:10.2f} → {this:10.2f}   × {this / other:.2f}")


async def main(checkouts, sizes):
    with tempfile.TemporaryDirectory() as folder:
        servers = []
        try:
            for checkout in checkouts:
                servers.append(Server(checkout, Path(folder) / str(len(servers))))
            for clients in sizes:
                names = ["deliveries a second", "CPU s for 100,000", "ms to the last client"]
                await compare(servers, partial(under_load, clients), f"{clients} clients", names)
            await compare(servers, idle, f"{ROOMS} rooms of {CLIENTS_A_ROOM}", ["% of a core, idle"])
        finally:
            for server in servers:
                server.process.kill()
                server.process.wait()


if __name__ == "__main__":
    sizes = [int(size) for size in sys.argv[2:]] or [35, 200]
    asyncio.run(main([Path(sys.argv[1]).resolve(), ROOT], sizes))
