"""The page's frames, through the whole site: a real server, the pupil's file beside it."""

import json

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from exercises.catalogue import all_exercises
from exercises.live import RELOADED, STOPPED
from tests.servers import running_site, wait_until

EXERCISES = all_exercises()
LOOP = "        trame = json.loads(text_data)\n        while trame: pass\n"


class Pupil:
    def __init__(self, site):
        self.site = site
        self.file = site.folder / "var" / "exercices" / "mon_chat.py"

    def write(self, source):
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.file.write_text(source, encoding="utf-8")

    def enter(self, room="accueil", **headers):
        return connect(f"{self.site.ws_url}/ws/exercices/chat/{room}/", additional_headers=headers, proxy=None)

    def states(self, **headers):
        return connect(f"{self.site.ws_url}/ws/exercices/etat", additional_headers=headers, proxy=None)


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    with running_site(tmp_path_factory.mktemp("exercises")) as site:
        yield site


@pytest.fixture
def pupil(running):
    return Pupil(running)


def say(socket, message):
    socket.send(json.dumps({"type": "message", "userName": "Greg", "message": message}))


def hear(socket):
    return json.loads(socket.recv(timeout=20))


def closing_code(socket):
    try:
        while True:
            socket.recv(timeout=20)
    except ConnectionClosed:
        return socket.close_code


def test_frames_talk_to_the_pupils_own_chat(pupil):
    pupil.write(EXERCISES[1].solution)
    with pupil.enter() as greg, pupil.enter() as nathalie:
        say(greg, "coucou")
        assert hear(greg) == {"type": "received", "message": "coucou"}
        assert hear(nathalie) == {"type": "message", "userName": "Greg", "message": "coucou"}


def test_a_change_of_the_file_restarts_the_chat_and_not_the_site(pupil):
    pupil.write(EXERCISES[0].solution)
    with pupil.enter() as before:
        say(before, "coucou")
        assert hear(before)["type"] == "received"
        pupil.write(EXERCISES[0].solution.replace('"received"', '"recu"'))
        assert closing_code(before) == RELOADED
    with pupil.enter() as after:
        say(after, "coucou")
        assert hear(after)["type"] == "recu"


def test_an_endless_loop_stops_the_chat_and_never_the_site(pupil):
    pupil.write(EXERCISES[0].starter.replace("        trame = json.loads(text_data)\n", LOOP))
    with pupil.enter() as greg, pupil.states() as page:
        say(greg, "coucou")
        assert closing_code(greg) == STOPPED
        trouble = wait_until(lambda: hear(page)["live"], "the page is told")
        assert trouble["code"] == "endless_loop"
        assert trouble["source"] == "while trame: pass"
    with pupil.enter() as greg, pupil.states() as page:  # the chat is back, the message stays
        assert hear(page)["live"]["code"] == "endless_loop"
    pupil.write(EXERCISES[0].solution)
    with pupil.enter() as greg:
        say(greg, "coucou")
        assert hear(greg)["type"] == "received"


def test_a_file_that_python_cannot_read_closes_the_frames_with_a_reason(pupil):
    pupil.write("def\n")
    with pupil.enter() as greg, pupil.states() as page:
        assert closing_code(greg) == STOPPED
        assert wait_until(lambda: hear(page)["live"], "the page is told")["code"] == "syntax"


def test_the_page_is_told_of_success_and_of_the_next_failure(pupil):
    pupil.write(EXERCISES[0].solution)
    with pupil.states() as page:
        state = wait_until(
            lambda: (state := hear(page))["failed"] == "diffuser" and not state["running"] and state, "checked"
        )
    assert state["done"] == 1
    assert state["verdict"]["expected"].startswith("Le client B reçoit")
    assert state["verdict"]["seen_exchange"]


def test_others_than_the_owner_are_refused(pupil):
    stranger = {"X-Forwarded-For": "10.0.0.7"}
    with pupil.enter(**stranger) as chat, pupil.states(**stranger) as page:
        assert closing_code(chat) == 4403
        assert closing_code(page) == 4403
