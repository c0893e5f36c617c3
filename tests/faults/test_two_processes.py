"""Two processes on one database, behind Redis: what one learns, the clients of the other learn at once."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import ExitStack

import pytest
from websockets.sync.client import connect

from tests.servers import ROOT, Site, free_port, running, wait_until

ID = "0123456789abcdef"
# Not saved: the two-second comparison with the database cannot be what tells it.
ANNOUNCE = """
from chat.announcements import announce_room
from chat.models import Room
room = Room.objects.get(slug="accueil")
room.muted, room.title = True, "Salle 12"
announce_room(room)
"""


@pytest.fixture
def redis(tmp_path):
    """The address of a Redis of its own."""
    port = free_port()
    program = os.environ.get("REDIS_SERVER") or shutil.which("redis-server")
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
    server = subprocess.Popen([program, *options], stdout=subprocess.DEVNULL)
    wait_until(lambda: answers(port), "Redis answers")
    yield f"redis://127.0.0.1:{port}"
    server.terminate()
    server.wait(5)


def answers(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def sites(tmp_path, redis):
    shared = {"REDIS_URL": redis, "VAR_DIR": tmp_path / "var"}
    with ExitStack() as stack:
        yield [stack.enter_context(running(Site(tmp_path / name, environment=shared))) for name in ("a", "b")]


def heard(client, type, **fields):
    """The next event of that type with those fields."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        event = json.loads(client.recv(timeout=20))
        if event["type"] == type and fields.items() <= event.items():
            return event
    raise AssertionError(f"No {type} with {fields}")


def test_messages_counts_and_the_room_s_state_reach_the_other_process(sites):
    with connect(f"{sites[0].ws_url}/ws/chat/accueil") as a, connect(f"{sites[1].ws_url}/ws/chat/accueil") as b:
        for client in (a, b):
            heard(client, "presence", nbClients=2)
        a.send(json.dumps({"type": "message", "id": ID, "userName": "Greg", "message": "coucou"}))
        for client in (a, b):
            assert heard(client, "messages")["messages"][-1]["id"] == ID
        subprocess.run(
            [sys.executable, "manage.py", "shell", "--verbosity=0", "-c", ANNOUNCE],
            cwd=ROOT,
            env=sites[0].environment,
            check=True,
        )
        for client in (a, b):
            heard(client, "room", title="Salle 12", muted=True)
            heard(client, "room", title="Accueil", muted=False)  # the database knows better


def test_the_duration_comes_once_a_second_and_outlives_the_process_that_pushed_it(sites):
    with connect(f"{sites[0].ws_url}/ws/chat/accueil"), connect(f"{sites[1].ws_url}/ws/chat/accueil") as client:
        before = ticks(client)
        sites[0].kill()
        after = ticks(client)
        assert before + after == sorted(before + after)


def ticks(client):
    """Four durations; they take some three seconds, the first being at once."""
    begin = time.monotonic()
    told = [heard(client, "elapsed")["timeChat"] for _ in range(4)]
    assert 1.5 < time.monotonic() - begin < 30
    return told
