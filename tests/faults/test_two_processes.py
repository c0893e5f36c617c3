"""daphne and uvicorn on one database, behind Redis: what one learns, the clients of the other learn at once."""

import json
import subprocess
import sys
import time
from contextlib import ExitStack, suppress

import pytest
from redis import Redis
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests.servers import ROOT, Site, UvicornSite, running

ID = "0123456789abcdef"
# Not announced: what is said of it may get lost.
BLOCK = """
from classroom.models import Block
Block.objects.block("127.0.0.2", "prof")
"""
# Not saved: the two-second comparison with the database cannot be what tells it.
ANNOUNCE = """
from chat.announcements import announce_room
from chat.models import Room
room = Room.objects.get(slug="accueil")
room.muted, room.title = True, "Salle 12"
announce_room(room)
"""


@pytest.fixture
def sites(tmp_path, redis):
    shared = {"REDIS_URL": redis, "VAR_DIR": tmp_path / "var"}
    with ExitStack() as stack:
        kinds = {"a": Site, "b": UvicornSite}
        yield [stack.enter_context(running(kind(tmp_path / name, environment=shared))) for name, kind in kinds.items()]


def manage(site, program):
    """Run a program on its database, in a process that has no socket."""
    command = [sys.executable, "manage.py", "shell", "--verbosity=0", "-c", program]
    subprocess.run(command, cwd=ROOT, env=site.environment, check=True)


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
        manage(sites[0], ANNOUNCE)
        for client in (a, b):
            heard(client, "room", title="Salle 12", muted=True)
            heard(client, "room", title="Accueil", muted=False)  # the database knows better


def test_who_is_shut_out_comes_into_no_process_from_that_moment_on(sites):
    def closing_code(site):
        with connect(f"{site.ws_url}/ws/chat/accueil", source_address=("127.0.0.2", 0)) as client:
            with suppress(ConnectionClosed):
                heard(client, "welcome")
            return client.close_code

    assert [closing_code(site) for site in sites] == [None, None]
    manage(sites[0], BLOCK)
    assert [closing_code(site) for site in sites] == [4403, 4403]


def test_two_sites_in_two_databases_of_one_redis_hear_nothing_of_each_other(tmp_path, redis):
    # The same key, as where one settings file was copied for the other; the same room, of the same number.
    of_both = {"SECRET_KEY": "copied-with-the-settings"}
    with ExitStack() as stack:
        own, other = (
            stack.enter_context(
                running(Site(tmp_path / number, environment=of_both | {"REDIS_URL": f"{redis}/{number}"}))
            )
            for number in ("0", "1")
        )
        with connect(f"{own.ws_url}/ws/chat/accueil") as a, connect(f"{other.ws_url}/ws/chat/accueil") as b:
            heard(a, "welcome")
            manage(own, ANNOUNCE)
            heard(a, "room", title="Salle 12")
            said = [json.loads(b.recv(timeout=20)) for _ in range(8)]  # the duration comes each second
            assert {event["nbClients"] for event in said if event["type"] == "presence"} == {1}
            assert "Salle 12" not in json.dumps(said)


def test_the_duration_comes_once_a_second_and_outlives_the_process_that_pushed_it(sites):
    with connect(f"{sites[0].ws_url}/ws/chat/accueil"), connect(f"{sites[1].ws_url}/ws/chat/accueil") as client:
        before = ticks(client)
        sites[0].kill()
        after = ticks(client)
        assert before + after == sorted(before + after)


def test_the_counts_are_right_after_a_cut_and_after_a_kill(sites, redis):
    """What one process announces while Redis cuts the other off is asked for; who was killed is forgotten."""
    here, there = (f"{site.ws_url}/ws/chat/accueil" for site in sites)
    with connect(here) as client, connect(there), ExitStack() as leaving, Redis.from_url(redis) as server:
        leaving.enter_context(connect(there))
        heard(client, "presence", nbClients=3)
        assert server.client_kill_filter(_type="pubsub") > 0
        leaving.close()
        with connect(there), connect(there):
            heard(client, "presence", nbClients=4)
            sites[1].kill()
            heard(client, "presence", nbClients=1)


def test_a_careful_restart_doubles_nobody_and_does_not_set_the_duration_back(sites):
    """The clients of the process that stops go to the other one; when that one stops, to the fresh one."""
    address = [f"{site.ws_url}/ws/chat/accueil" for site in sites]
    with ExitStack() as stack:
        clients = [stack.enter_context(connect(address[0])) for _ in range(5)]
        heard(clients[0], "presence", nbClients=5)
        before = ticks(clients[0])[-1]
        for stopping, staying in ((0, 1), (1, 0)):
            sites[stopping].stop()
            clients = [stack.enter_context(connect(address[staying])) for _ in clients]
            told = [opening(client) for client in clients]
            assert max(nb for nb, _ in told) <= 5
            assert min(seconds for _, seconds in told) >= before
            before = max(seconds for _, seconds in told)
            sites[stopping].start()
        with connect(address[1]) as newcomer:  # which is fresh, and has heard of nobody yet
            nb, seconds = opening(newcomer)
            assert nb == 6
            assert seconds >= before


def opening(client):
    """The number of participants and the duration that a newcomer is told."""
    return heard(client, "presence")["nbClients"], heard(client, "elapsed")["timeChat"]


def ticks(client):
    """Four durations: the first comes at once, each later one after a second, and once."""
    told = [heard(client, "elapsed")["timeChat"] for _ in range(4)]
    assert len(set(told)) >= 3
    return told
