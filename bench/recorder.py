"""What the recorder costs those who are not in the lesson: `python -m bench.recorder [rounds]`.

Two real servers, one with the recorder and one without, take short turns under the same load, so that what else the
machine does falls on both. Printed: the medians of the turns, the median ratio of the pairs, and the ratio of the
sums. CPU seconds are the server's own. On a machine that does other things such ratios are worth some percent at
best: the last line says what the recorder itself takes, the least of many times. Linux only, for it reads /proc.
"""

import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import websockets

from tests.servers import ROOT, free_port, wait_until

REQUESTS, CONNECTIONS = 400, 8  # a turn
MESSAGES, CLIENTS, IN_FLIGHT = 200, 35, 20  # a turn
ROUNDS = 20
# As a browser that knows the site sends them; the cookies are what the recorder looks at.
HEADERS = (
    "Host: 127.0.0.1\r\nAccept: text/html,*/*;q=0.8\r\nAccept-Language: fr\r\nUser-Agent: Mozilla/5.0\r\n"
    f"Cookie: csrftoken={'x' * 32}; sessionid={'y' * 32}\r\n\r\n"
)


class Server:
    """A server of its own, on a `var/` of its own; `application` is named as daphne wants it."""

    def __init__(self, folder, application):
        self.port = free_port()
        limits = {"CHAT_RATE_PER_SOCKET": "0", "CHAT_RATE_PER_ROOM": "0", "CHAT_SOCKETS_PER_ADDRESS": "0"}
        self.environment = os.environ | limits | {"VAR_DIR": str(folder), "LOG_LEVEL": "ERROR", "PYTHONUTF8": "1"}
        self.run("manage.py", "migrate", "--verbosity=0").wait()
        self.process = self.run("-m", "nsi_site.server", "-b", "127.0.0.1", "-p", str(self.port), application)
        wait_until(self.answers, "the server answers")

    def run(self, *arguments):
        return subprocess.Popen([sys.executable, *arguments], cwd=ROOT, env=self.environment, stdout=subprocess.DEVNULL)

    def answers(self):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/sante", timeout=5) as response:
                return response.status == 200
        except OSError:
            return False

    def cpu_seconds(self):
        times = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(times[11]) + int(times[12])) / os.sysconf("SC_CLK_TCK")

    def stop(self):
        self.process.kill()
        self.process.wait()


class Pages:
    """Asks for a page over kept connections, as fast as it comes."""

    count = REQUESTS

    def __init__(self, path):
        self.request = f"GET {path} HTTP/1.1\r\n{HEADERS}".encode()

    async def open(self, port):
        self.connections = [await asyncio.open_connection("127.0.0.1", port) for _ in range(CONNECTIONS)]

    async def turn(self):
        await asyncio.gather(*(self.ask(*connection) for connection in self.connections))

    async def ask(self, reader, writer):
        for _ in range(REQUESTS // CONNECTIONS):
            writer.write(self.request)
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            await reader.readexactly(int(head.partition(b"content-length:")[2].split()[0]))

    async def close(self):
        for _, writer in self.connections:
            writer.close()


class Chat:
    """One of CLIENTS talks, everybody reads everything."""

    count = MESSAGES * CLIENTS

    async def open(self, port):
        url = f"ws://127.0.0.1:{port}/ws/chat/accueil"
        self.clients = [await websockets.connect(url, compression=None, max_size=None) for _ in range(CLIENTS)]

    async def turn(self):
        mark, window = str(time.time_ns()), asyncio.Semaphore(IN_FLIGHT)
        readers = [asyncio.create_task(self.read(client, mark, window)) for client in self.clients]
        for number in range(MESSAGES):
            await window.acquire()
            message = {"type": "message", "id": f"{mark}-{number:04d}", "userName": "Greg", "message": "coucou"}
            await self.clients[0].send(json.dumps(message))
        await asyncio.gather(*readers)

    async def read(self, client, mark, window):
        seen = 0
        while seen < MESSAGES:
            ours = (await client.recv()).count(f'"{mark}-')
            seen += ours
            for _ in range(ours if client is self.clients[0] else 0):
                window.release()

    async def close(self):
        for client in self.clients:
            await client.close()


async def compare(servers, name, loads, rounds):
    """Let both take turns, the order of each pair turned round; `loads` are two of the same."""
    loads = dict(zip(servers, loads, strict=True))
    results = {kind: [] for kind in servers}
    for kind in servers:
        await loads[kind].open(servers[kind].port)
        await loads[kind].turn()  # to warm up
    for turn in range(rounds):
        for kind in sorted(servers, reverse=turn % 2):
            results[kind].append(await measure(servers[kind], loads[kind]))
    for kind in servers:
        await loads[kind].close()
    for rank, (unit, digits) in enumerate([("a second", 0), ("CPU s / 1000", 3)]):
        tell(f"{name:16} {unit:12}", digits, *([result[rank] for result in results[kind]] for kind in results))


async def measure(server, load):
    """(a second, CPU seconds a thousand) of one turn."""
    cpu, began = server.cpu_seconds(), time.perf_counter()
    await load.turn()
    return load.count / (time.perf_counter() - began), (server.cpu_seconds() - cpu) * 1000 / load.count


def tell(what, digits, recorded, bare):
    ratios = [a / b for a, b in zip(recorded, bare, strict=True)]
    print(
        f"{what}  with {statistics.median(recorded):9.{digits}f}  without {statistics.median(bare):9.{digits}f}  "
        f"ratio {statistics.median(ratios):.3f} (of sums {sum(recorded) / sum(bare):.3f}, "
        f"from {min(ratios):.3f} to {max(ratios):.3f})",
        flush=True,
    )


async def look(calls=2000, times=50):
    """Least CPU microseconds that the recorder adds to a call of an application."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nsi_site.settings")
    from exchanges.recorder import Recorder

    async def nothing(scope, receive, send):
        pass

    lines = [line.split(": ") for line in HEADERS.split("\r\n") if line]
    scope = {
        "type": "http",
        "path": "/hello",
        "root_path": "",
        "headers": [(name.lower().encode(), value.encode()) for name, value in lines],
    }
    least = {}
    for _ in range(times):
        for app in (nothing, Recorder(nothing)):
            began = time.process_time()
            for _ in range(calls):
                await app(scope, None, None)
            spent = (time.process_time() - began) / calls * 1e6
            least[type(app)] = min(spent, least.get(type(app), spent))
    return least[Recorder] - least[type(nothing)]


async def run(servers, rounds):
    await compare(servers, "/hello", [Pages("/hello"), Pages("/hello")], rounds)
    await compare(servers, "/ (a template)", [Pages("/"), Pages("/")], rounds)
    await compare(servers, "chat deliveries", [Chat(), Chat()], rounds)
    print(f"the recorder alone: {await look():.2f} µs a request or handshake, nothing a frame")


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    applications = {"with": "nsi_site.asgi:application", "without": "bench.unrecorded:application"}
    servers = {}
    with tempfile.TemporaryDirectory() as folder:
        try:
            for kind, application in applications.items():
                servers[kind] = Server(Path(folder) / kind, application)
            asyncio.run(run(servers, rounds))
        finally:
            for server in servers.values():
                server.stop()


if __name__ == "__main__":
    main()
