"""A million messages on SQLite and on PostgreSQL: `python -m bench.million [MESSAGES]`, some ten minutes.

Printed: milliseconds for the admin's pages and searches, for entering a room and coming back to it, the longest that a
message waited for its acknowledgement while others are purged, and the server's CPU after a client that had asked for
everything left.
"""

import asyncio
import json
import os
import secrets
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import psutil

from bench.chat import Server
from tests.postgresql import running_postgresql
from tests.servers import ROOT, free_port, wait_until

BEHIND, CLIENTS = 5000, 35
FILL = """
import random
from datetime import timedelta
from itertools import islice
from django.utils import timezone
from chat.models import Message, Room
random.seed(1)
words = ["".join(random.choices("aeiouéèlmnrstpdcbvfgçà", k=random.randint(2, 9))) for _ in range(5000)]
rooms = [Room.objects.get(slug="accueil"), *(Room.objects.open(f"Salon {{n}}") for n in range(9))]
start, browser = timezone.now() - timedelta(days=200), "Mozilla/5.0 (X11; Linux x86_64) Firefox/128.0 " * 2
def messages():
    for n in range({messages}):
        room = rooms[0] if n % 2 else rooms[1 + n // 2 % 9]
        room.last_number += 1
        text = " ".join(random.choices(words, k=random.randint(2, 14))) if n != 1000 else "une aiguille"
        yield Message(room=room, number=room.last_number, client_id=f"{{n:016}}", text=text,
            user_name=f"Élève {{n % 400}}", sent_at=start + n * timedelta(days=199) / {messages},
            address="10.0.0.1" if n < {messages} // 10 else "", browser=browser)
written = messages()
while part := list(islice(written, 5000)):
    Message.objects.bulk_create(part)
for room in rooms:
    room.save()
Message.objects.filter(number__lt={messages} // 2, number__gt={messages} // 2 - 20).remove(by="prof")
"""
PAGES = """
import json, time
from django.contrib.auth import get_user_model
from django.test import Client
client = Client(SERVER_NAME="localhost")
client.force_login(get_user_model().objects.get_or_create(username="banc", is_staff=True, is_superuser=True)[0])
def took(path):
    begin = time.perf_counter()
    assert client.get("/admin/chat/" + path).status_code == 200, path
    return 1000 * (time.perf_counter() - begin)
paths = ["room/", "message/", "message/?p=49", "message/?room__id__exact=1", "message/?prives=oui",
    "message/?q=aiguille", "message/?q=absent+partout", "message/?q=eleve", "message/?q=ok",
    "message/?room__id__exact=1&q=aiguille"]
print(json.dumps({path: sorted(took(path) for _ in range(3))[1] for path in paths}))
"""
PURGE = "from chat.models import *; Message.objects.purge(); Room.objects.get(title='Salon 3').empty()"


class Process(Server):
    """One process of the site, without limits."""

    def __init__(self, folder, database):
        limits = {f"CHAT_{name}": "0" for name in ("RATE_PER_SOCKET", "RATE_PER_ROOM", "SOCKETS_PER_ADDRESS")}
        place = {"VAR_DIR": str(folder), "LOG_LEVEL": "ERROR", "PYTHONUTF8": "1"} | database
        self.checkout, self.port, self.environment = ROOT, free_port(), os.environ | limits | place

    def start(self):
        address = ["-b", "127.0.0.1", "-p", str(self.port)]
        self.process = self.run("-m", "nsi_site.server", *address, "nsi_site.asgi:application")
        wait_until(self.answers, "the process answers")

    def shell(self, script):
        command = [sys.executable, "-W", "ignore", "manage.py", "shell", "--verbosity=0", "-c", script]
        return subprocess.run(
            command, cwd=ROOT, env=self.environment, check=True, capture_output=True, text=True
        ).stdout


async def open_room(server, query=""):
    """Milliseconds until the last page has come."""
    begin = time.perf_counter()
    async with server.enter(f"accueil{query}") as socket:
        await last_page(socket)
        return 1000 * (time.perf_counter() - begin)


async def last_page(socket):
    while (event := json.loads(await socket.recv()))["type"] != "messages" or event["more"]:
        pass


async def leave(server):
    """CPU milliseconds of the server in five seconds, once a client that asked for everything has gone."""
    async with server.enter("accueil?after=0") as socket:
        await socket.recv()
        socket.transport.abort()
    before = cpu_seconds(server)
    await asyncio.sleep(5)
    return 1000 * (cpu_seconds(server) - before)


def cpu_seconds(server):
    times = psutil.Process(server.process.pid).cpu_times()
    return times.user + times.system


async def acknowledged(server, until):
    """The longest wait in milliseconds, a message every twentieth of a second, until the task is done."""
    longest = 0
    async with server.enter("salon-1") as socket:
        await last_page(socket)
        while not until.done():
            id, begin = secrets.token_hex(8), time.perf_counter()
            await socket.send(json.dumps({"type": "message", "id": id, "userName": "Banc", "message": "coucou"}))
            while id not in await socket.recv():
                pass
            longest = max(longest, 1000 * (time.perf_counter() - begin))
            await asyncio.sleep(0.05)
    return longest


async def sockets(server, messages):
    last = messages // 2
    figures = {
        "enter": await open_room(server),
        "come back, 100 behind": await open_room(server, f"?after={last - 100}"),
    }
    back = [open_room(server, f"?after={last - BEHIND - n}") for n in range(CLIENTS)]
    figures[f"{CLIENTS} come back, {BEHIND} behind"] = max(await asyncio.gather(*back))
    figures["CPU after who left"] = await leave(server)
    purge = asyncio.create_task(asyncio.to_thread(server.shell, PURGE))
    figures["longest wait during a purge"] = await acknowledged(server, purge)
    await purge
    return figures


def measure(messages, database):
    with tempfile.TemporaryDirectory() as folder:
        server = Process(Path(folder), database)
        server.run("manage.py", "migrate", "--verbosity=0").wait()
        server.shell(FILL.format(messages=messages))
        pages = json.loads(server.shell(PAGES))
        server.start()
        try:
            return pages | asyncio.run(sockets(server, messages))
        finally:
            server.process.kill()
            server.process.wait()


def main(messages):
    with ExitStack() as stack:
        sqlite = measure(messages, {})
        address = stack.enter_context(running_postgresql()).address
        postgresql = measure(messages, {"DATABASE_URL": address})
    print(f"| {messages:,} messages, ms | SQLite | PostgreSQL |\n|---|---|---|")
    for what, figure in sqlite.items():
        print(f"| {what} | {figure:.0f} | {postgresql[what]:.0f} |")


if __name__ == "__main__":
    main(int((sys.argv[1:] or [1_000_000])[0]))
