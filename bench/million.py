"""A million messages on SQLite and on PostgreSQL: `python -m bench.million [MESSAGES]`, some half an hour.

Printed: milliseconds for the admin's pages and searches (the first time, and the median of three more), for entering a
room and coming back to it, the server's CPU after a client that had asked for everything left, and what `bench.purge`
says of acknowledgements while all these messages are purged.
"""

import asyncio
import http.client
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import psutil

from bench import purge
from bench.chat import Server
from tests.postgresql import running_postgresql
from tests.servers import ROOT, free_port, wait_until

BEHIND, CLIENTS = 5000, 35
FILL = """
import random
from datetime import timedelta
from itertools import islice
from django.db import connection
from django.utils import timezone
from chat.models import Message, Room
if connection.vendor == "postgresql":  # it is faster to index all at once
    connection.cursor().execute("DROP INDEX chat_words_letters")
random.seed(1)
words = ["".join(random.choices("aeiouéèlmnrstpdcbvfgçà", k=random.randint(2, 9))) for _ in range(5000)]
rooms = [Room.objects.get(slug="accueil"), *(Room.objects.open(f"Salon {{n}}") for n in range(9))]
start, browser = timezone.now() - timedelta(days=200), "Mozilla/5.0 (X11; Linux x86_64) Firefox/128.0 " * 2
def messages():
    for n in range({messages}):
        room = rooms[0] if n % 2 else rooms[1 + n // 2 % 9]
        room.last_number += 1
        text = " ".join(random.choices(words, k=random.randint(2, 14))) if n != 1000 else "une aiguille"
        yield Message(room=room, number=room.last_number, client_id=f"{{n:016}}", text=text, address="10.0.0.1",
            user_name=f"Élève {{n % 400}}", sent_at=start + n * timedelta(days=199) / {messages}, browser=browser)
written = messages()
while part := list(islice(written, 5000)):
    Message.objects.bulk_create(part)
for room in rooms:
    room.save()
Message.objects.filter(number__lt={messages} // 2, number__gt={messages} // 2 - 20).remove(by="prof")
"""
LOGIN = """
from django.contrib.auth import get_user_model
from django.test import Client
client = Client()
client.force_login(get_user_model().objects.create_superuser("mesure"))
print("; ".join(f"{name}={cookie.value}" for name, cookie in client.cookies.items()))
"""
PAGES = ["/chat/", "/classe/chat", "/admin/chat/room/"] + [
    f"/admin/chat/message/{query}"
    for query in (
        *("", "?p=99", "?o=5", "?prives=oui", "?room__id__exact=1", "?room__id__exact=5"),
        *("?q=aiguille", "?q=absent+partout", "?q=eleve", "?q=eleve+12", "?q=ok"),
        *("?q=eleve&o=5", "?room__id__exact=1&q=aiguille", "?room__id__exact=5&q=eleve"),
    )
]


class Process(Server):
    """One process of the site, without limits."""

    def __init__(self, folder, database):
        limits = {f"CHAT_{name}": "0" for name in ("RATE_PER_SOCKET", "RATE_PER_ROOM", "SOCKETS_PER_ADDRESS")}
        place = {"VAR_DIR": str(folder), "LOG_LEVEL": "ERROR", "PYTHONUTF8": "1"} | database
        self.checkout, self.port, self.environment = ROOT, free_port(), os.environ | limits | place

    def start(self, *program):
        program = program or ("-m", "nsi_site.server")
        self.process = self.run(*program, "-b", "127.0.0.1", "-p", str(self.port), "nsi_site.asgi:application")
        wait_until(self.answers, "the process answers")

    def end(self):
        self.process.kill()
        self.process.wait()

    def migrate(self):
        self.run("manage.py", "migrate", "--verbosity=0").wait()

    def shell(self, script):
        command = [sys.executable, "-W", "ignore", "manage.py", "shell", "--verbosity=0", "-c", script]
        return subprocess.run(
            command, cwd=ROOT, env=self.environment, check=True, capture_output=True, text=True
        ).stdout

    def took(self, path, cookie):
        """Milliseconds until a page has come."""
        begin = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        connection.request("GET", path, headers={"Cookie": cookie})
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200, path
        return 1000 * (time.perf_counter() - begin)


def pages(server):
    cookie, figures = server.shell(LOGIN).strip(), {}
    for path in PAGES:
        figures[path] = server.took(path, cookie), statistics.median(server.took(path, cookie) for _ in range(3))
    return figures


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


async def sockets(server, messages):
    last = messages // 2
    figures = {
        "enter": [await open_room(server)],
        "come back, 100 behind": [await open_room(server, f"?after={last - 100}")],
    }
    back = [open_room(server, f"?after={last - BEHIND - n}") for n in range(CLIENTS)]
    figures[f"{CLIENTS} come back, {BEHIND} behind"] = [max(await asyncio.gather(*back))]
    figures["CPU after who left"] = [await leave(server)]
    return figures


def measure(messages, database):
    """Two tables of figures: of pages and sockets, of a purge."""
    with tempfile.TemporaryDirectory() as folder:
        server = Process(Path(folder), database)
        server.migrate()
        server.shell(FILL.format(messages=messages))
        server.migrate()  # indexes the words
        server.start()
        try:
            figures = pages(server) | asyncio.run(sockets(server, messages))
        finally:
            server.end()
        return figures, purge.measure(server)


def main(messages):
    with ExitStack() as stack:
        sqlite = measure(messages, {})
        address = stack.enter_context(running_postgresql()).address
        postgresql = measure(messages, {"DATABASE_URL": address})
    tell(f"{messages:,} messages, ms", sqlite[0], postgresql[0])
    tell("what goes: 99 % and longest wait, ms; seconds", sqlite[1], postgresql[1])


def tell(title, sqlite, postgresql):
    print(f"\n| {title} | SQLite | PostgreSQL |\n|---|---|---|")
    for what, figures in sqlite.items():
        print(f"| {what} | {shown(figures)} | {shown(postgresql[what])} |")


def shown(figures):
    return ", ".join(f"{figure:.0f}" for figure in figures)


if __name__ == "__main__":
    main(int((sys.argv[1:] or [1_000_000])[0]))
