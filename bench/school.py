"""What each part of a school's server costs: `python -m bench.school PROCESSES ROOMS CLIENTS RATE`.

PostgreSQL, Redis and PROCESSES of the site run as deploy/ has them, without the proxy; CLIENTS sit in each of ROOMS,
spread over the processes, and one of each room writes RATE messages a second. Printed: what was stored and delivered,
how long a message took to each reader, and the CPU seconds of each part: what a core's worth of it would bear follows.
The clients run on the same machine, so that the rates reached are theirs as much as the site's: CPU seconds are not.
"""

import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import AsyncExitStack, ExitStack, contextmanager

import psutil

from bench.chat import OPEN_ROOMS, Crowd, Reader, Server
from tests.postgresql import running_postgresql
from tests.servers import ROOT, free_port, wait_until
from tests.tools import find_redis

SECONDS = 15  # of writing
CALM = 4  # seconds before, for all to be announced


class Process(Server):
    """One process of the site, without limits, on a database that is ready."""

    def __init__(self, folder, database, redis):
        limits = {f"CHAT_{name}": "0" for name in ("RATE_PER_SOCKET", "RATE_PER_ROOM", "SOCKETS_PER_ADDRESS")}
        services = {
            "SECRET_KEY": "bench",
            "DATABASE_URL": database,
            "REDIS_URL": redis,
            "VAR_DIR": str(folder),
            "LOG_LEVEL": "ERROR",
        }
        self.checkout, self.port, self.environment = ROOT, free_port(), os.environ | limits | services

    def start(self):
        address = ["-b", "127.0.0.1", "-p", str(self.port)]
        self.process = self.run("-m", "nsi_site.server", *address, "nsi_site.asgi:application")
        wait_until(self.answers, "the process answers")


@contextmanager
def running_redis(folder):
    """Yield its port and its process."""
    port = free_port()
    redis = subprocess.Popen(
        [find_redis(), "--port", str(port), "--save", "", "--dir", folder], stdout=subprocess.DEVNULL
    )
    try:
        yield port, redis
    finally:
        redis.kill()
        redis.wait()


def cpu_seconds(*processes):
    """Of processes and their children, those that ended since the start included."""
    whole = [psutil.Process(pid) for pid in processes]
    times = [process.cpu_times() for one in whole for process in (one, *one.children(recursive=True))]
    return sum(time.user + time.system for time in times)


async def write(crowd, rate, delays):
    """RATE messages a second in one room, for SECONDS; milliseconds to each reader go to `delays`."""
    end, sent = time.perf_counter() + SECONDS, {}
    while (now := time.perf_counter()) < end:
        id = f"{id_of(crowd)}-{len(sent):06d}"
        sent[id] = now
        await crowd.say([id])
        await asyncio.sleep(max(0, now + 1 / rate - time.perf_counter()))
    await crowd.have(set(sent))
    delays += [1000 * (reader.came[id] - at) for reader in crowd.readers for id, at in sent.items()]
    return len(sent)


def id_of(crowd):
    return f"{id(crowd):016x}"


async def load(processes, parts, rooms, clients, rate):
    async with AsyncExitStack() as stack:
        crowds = []
        for room in range(rooms):
            sockets = [processes[(room + n) % len(processes)].enter(f"banc-{room}") for n in range(clients)]
            crowds.append(Crowd([Reader(await stack.enter_async_context(socket)) for socket in sockets]))
        await asyncio.sleep(CALM)
        before, begin, delays = {name: cpu_seconds(*pids) for name, pids in parts.items()}, time.perf_counter(), []
        if rate:
            messages = sum(await asyncio.gather(*(write(crowd, rate, delays) for crowd in crowds)))
        else:
            messages = await asyncio.sleep(SECONDS, 0)
        seconds = time.perf_counter() - begin
        spent = {name: cpu_seconds(*pids) - before[name] for name, pids in parts.items()}
    tell(len(processes), rooms * clients, messages, delays, seconds, spent)


def tell(processes, sockets, messages, delays, seconds, spent):
    print(f"{processes} processes, {sockets} sockets, {seconds:.0f} s")
    if delays:
        deliveries = len(delays)
        hundredths = statistics.quantiles(delays, n=100)
        print(f"  {messages / seconds:.0f} messages/s stored, {deliveries / seconds:.0f} deliveries/s")
        print(f"  ms to a reader: median {hundredths[49]:.0f}, 99 % {hundredths[98]:.0f}")
    for name, cpu in spent.items():
        per = f", {1000 * cpu / messages:.2f} s for 1000 messages" if messages else ""
        print(f"  {name:10} {100 * cpu / seconds:5.1f} % of a core{per}")


@contextmanager
def school(number, rooms):
    """Yield the processes of the site, and {part: the ids of its system processes}."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        postgresql = stack.enter_context(running_postgresql())
        port, redis = stack.enter_context(running_redis(folder))
        address = f"redis://127.0.0.1:{port}/0"
        processes = [Process(folder, postgresql.address, address) for _ in range(number)]
        processes[0].run("manage.py", "migrate", "--verbosity=0").wait()
        processes[0].run("manage.py", "shell", "--verbosity=0", "-c", OPEN_ROOMS.format(rooms=rooms)).wait()
        for process in processes:
            process.start()
            stack.callback(process.process.kill)
        yield (
            processes,
            {
                "site": [process.process.pid for process in processes],
                "PostgreSQL": [int((postgresql.data / "postmaster.pid").read_text(encoding="ascii").split()[0])],
                "Redis": [redis.pid],
            },
        )


def main(number, rooms, clients, rate):
    with school(number, rooms) as (processes, parts):
        asyncio.run(load(processes, parts, rooms, clients, rate))


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:4]), float(sys.argv[4]))
