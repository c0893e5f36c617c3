import subprocess
import sys

import pytest

from exercises.coach import child as coach
from tests.stage import chat, site
from workbench import bundle
from workbench.stage import commands, envelopes
from workbench.stage.envelopes import CONNECTION_TYPES

ECHO = "await self.send(text_data)"


class Pipe:
    """A child to which any message can be sent."""

    def __init__(self, folder):
        (folder / "stage.zip").write_bytes(bundle.stage())
        command = [sys.executable, "-I", "-X", "utf8", "-c", coach.BOOT, str(folder / "stage.zip")]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self.process = subprocess.Popen(command, **pipes, encoding="utf-8", env=coach.environment())

    def send(self, **message):
        self.process.stdin.write(envelopes.dumps(message) + "\n")
        self.process.stdin.flush()

    def read(self, kind):
        while True:
            message = envelopes.loads(self.process.stdout.readline())
            if message["type"] == kind:
                return message

    def load(self, files):
        self.send(type="load", call=1, files=files)
        return self.read("loaded")["verdict"]


@pytest.fixture
def pipe(tmp_path):
    pipe = Pipe(tmp_path)
    yield pipe
    pipe.process.kill()
    pipe.process.wait()
    pipe.process.stdin.close()
    pipe.process.stdout.close()


def test_every_envelope_is_in_the_table():
    assert [kind for kind in CONNECTION_TYPES if f"`{kind}`" not in commands.__doc__] == []


def test_a_page_is_asked_for_and_comes(pipe):
    assert pipe.load(site())["state"] == "passed"
    pipe.send(type="open", id=7, scope={"type": "http", "method": "GET", "path": "/"})
    pipe.send(type="event", id=7, event={"type": "http.request", "body": "", "more_body": False})
    start = pipe.read("event")
    assert (start["id"], start["event"]["status"]) == (7, 200)
    assert pipe.read("event")["event"]["body"] == b"<p>Bonjour</p>"
    assert pipe.read("end")["id"] == 7


def test_a_project_below_another_address_links_to_itself(pipe):
    template = "{% load static %}{% url 'accueil' %} {% static 'a.css' %}"
    pipe.load(site(template=template) | {"static/a.css": "p {}"})
    for path, body in (
        ("/chez/greg/~k/", b"/chez/greg/~k/ /chez/greg/~k/static/a.css"),
        ("/chez/greg/~k/static/a.css", b"p {}"),
    ):
        pipe.send(
            type="open", id=1, scope={"type": "http", "method": "GET", "path": path, "root_path": "/chez/greg/~k"}
        )
        pipe.send(type="event", id=1, event={"type": "http.request"})
        assert pipe.read("event")["event"]["status"] == 200
        assert pipe.read("event")["event"]["body"] == body
        pipe.read("end")


def test_sockets_talk_pause_and_end(pipe):
    pipe.load(chat(receive=ECHO))
    pipe.send(type="open", id=2, scope={"type": "websocket", "path": "/ws/chat"})
    assert pipe.read("event")["event"]["type"] == "websocket.accept"
    pipe.send(type="event", id=2, event={"type": "websocket.receive", "text": "un"})
    assert pipe.read("event")["event"]["text"] == "un"
    pipe.send(type="pause", id=2)
    pipe.send(type="event", id=2, event={"type": "websocket.receive", "text": "deux"})
    pipe.send(
        type="judge",
        call=9,
        files=chat(),
        task={"slug": "x", "check": "async def check(chat):\n    pass\n", "mistakes": {}},
    )
    assert pipe.read("judged")["verdict"]["state"] == "passed"
    pipe.send(type="resume", id=2)
    assert pipe.read("event")["event"]["text"] == "deux"
    pipe.send(type="end", id=2)
    assert pipe.read("end")["id"] == 2


def test_a_reload_ends_the_sockets_with_1012(pipe):
    pipe.load(chat())
    pipe.send(type="open", id=3, scope={"type": "websocket", "path": "/ws/chat"})
    pipe.read("event")
    pipe.send(type="load", call=2, files=chat())
    assert pipe.read("event")["event"] == {"type": "websocket.close", "code": 1012}


def test_a_project_that_does_not_start_says_why_and_the_next_does(pipe):
    verdict = pipe.load({"consumers.py": "def\n"})
    assert (verdict["state"], verdict["file"], verdict["line"]) == ("failed", "consumers.py", 1)
    assert pipe.load(chat())["state"] == "passed"


def test_trouble_and_prints_of_the_live_project_are_told(pipe):
    pipe.load(chat(connect="print('bonjour')", receive="while True: pass"))
    pipe.send(type="open", id=4, scope={"type": "websocket", "path": "/ws/chat"})
    assert pipe.read("printed")["text"] == "bonjour"
    pipe.send(type="event", id=4, event={"type": "websocket.receive", "text": "a"})
    assert pipe.read("trouble")["verdict"]["code"] == "endless_loop"
