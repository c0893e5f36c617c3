"""One PC does all it can in the chat against the others: they speak, and are heard."""

import itertools
import json
import sqlite3
import sys
import threading
import time
from contextlib import ExitStack, closing, contextmanager, suppress

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from chat import quotas
from tests.faults.test_doors import ATTACKER, PROMISE, WITNESS, ask
from tests.servers import running_site, wait_until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only there has each of 127.0.0.0/8 a way to itself")
FALLING_MARKS = "\u0345\u0301\u0323\u0327\u0334"  # each has to be moved before the one that follows
BOMB = "a" + FALLING_MARKS * 799
serial = itertools.count(1)


@pytest.fixture
def site(tmp_path):
    """With the limits of a real class."""
    with running_site(tmp_path) as site:
        ask(site, "/chat/accueil", WITNESS)  # the first page of all is slow
        yield site


def enter(site, address):
    return connect(f"{site.ws_url}/ws/chat/accueil", source_address=(address, 0), max_size=None, open_timeout=60)


def message(text, name="Greg"):
    id = f"{next(serial):032x}"
    return id, json.dumps({"type": "message", "id": id, "userName": name, "message": text}, ensure_ascii=False)


def answer_to(socket, id, timeout=60):
    """The stored message with this id, or the error about it."""
    while True:
        event = json.loads(socket.recv(timeout=timeout))
        if event.get("id") == id:
            return event
        for stored in event.get("messages", []):
            if stored["id"] == id:
                return stored


def say(socket, text, name="Greg"):
    """Say it, and return the answer and the seconds until it came."""
    id, frame = message(text, name)
    begin = time.monotonic()
    socket.send(frame)
    return answer_to(socket, id), time.monotonic() - begin


def say_at_last(socket, text, name="Greg"):
    """Say it as often as it is too early; return the answer."""
    while (answer := say(socket, text, name)[0]).get("code") == "rate_limited":
        time.sleep(0.3)
    return answer


@contextmanager
def attack(site, sockets, frame, pause=0.0):
    """So many sockets of one PC send what `frame()` makes, again and again, until the end of the block."""
    stop = threading.Event()

    def work():
        while not stop.is_set():
            with suppress(ConnectionClosed, OSError, TimeoutError), enter(site, ATTACKER) as socket:
                threading.Thread(target=drain, args=(socket,), daemon=True).start()
                while not stop.wait(pause):
                    socket.send(frame())

    threads = [threading.Thread(target=work, daemon=True) for _ in range(sockets)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join(20)


def drain(socket):
    with suppress(ConnectionClosed, OSError):
        for _ in socket:
            pass


def the_witness_is_served(site, name="Alice", times=5):
    """A page, and a message that comes back, while it lasts."""
    with enter(site, WITNESS) as witness:
        for n in range(times):
            stored, seconds = say(witness, f"je parle {n}", name)
            assert stored.get("number"), stored
            assert seconds < PROMISE
            status, seconds = ask(site, "/hello", WITNESS)
            assert (status, seconds < PROMISE) == (200, True)


def the_console_names_the_attacker(site, quota):
    told = f"Limite atteinte ({quota.what_in_french})"
    wait_until(lambda: told in site.output, "the console names the PC")
    assert ATTACKER in site.output.partition(told)[2].splitlines()[0]


def test_frames_that_cost_much_to_read_leave_the_others_their_time(site):
    bomb = json.dumps({"type": "message", "id": "0" * 32, "userName": BOMB, "message": BOMB}, ensure_ascii=False)
    with attack(site, sockets=30, frame=lambda: bomb, pause=0.1):
        time.sleep(2)
        the_witness_is_served(site)
    the_console_names_the_attacker(site, quotas.RECEIVED)


def test_names_that_one_pc_takes_are_still_their_owners(site):
    class_list = [f"élève {n}" for n in "abcdefghijklmnopqrstuvwxyz"] + [f"pupille {n}" for n in "abcdefgh"]
    with ExitStack() as stack:
        for name in class_list:
            squatter = stack.enter_context(enter(site, ATTACKER))
            say_at_last(squatter, ".", name)
        refused = []
        for n, name in enumerate(class_list):
            with enter(site, f"127.0.1.{n + 1}") as owner:
                answer = say_at_last(owner, "c’est moi", name)
                refused += [name] if answer.get("code") == "name_taken" else []
        assert refused == class_list[-quotas.NAMES.amount :]


def test_history_asked_without_end_leaves_newcomers_theirs(site):
    emoji = "😀" * 2000
    with enter(site, "127.0.0.1") as teller:
        for n in range(60):
            say_at_last(teller, f"{emoji[:-3]}{n}")
    question = json.dumps({"type": "history", "after": 0})
    with attack(site, sockets=30, frame=lambda: question, pause=0.02):
        time.sleep(2)
        for _ in range(5):
            begin = time.monotonic()
            with enter(site, WITNESS) as newcomer:
                while json.loads(newcomer.recv(timeout=60))["type"] != "messages":
                    pass
                assert time.monotonic() - begin < PROMISE
        the_witness_is_served(site)
    the_console_names_the_attacker(site, quotas.HISTORY)


def test_a_flood_of_messages_does_not_fill_the_disk(site):
    begin = time.monotonic()
    with attack(site, sockets=58, frame=lambda: message("😀" * 2000, "Bob")[1], pause=0.2):
        time.sleep(8)
        the_witness_is_served(site)
    minutes = (time.monotonic() - begin) / 60
    with closing(sqlite3.connect(site.folder / "var" / "db.sqlite3")) as database:
        kept = database.execute("SELECT SUM(LENGTH(CAST(text AS BLOB))) FROM chat_message").fetchone()[0]
    assert 100_000 < kept < quotas.STORED.amount * (1 + minutes) + 10_000
    the_console_names_the_attacker(site, quotas.STORED)
    assert len(site.output) < 500_000
