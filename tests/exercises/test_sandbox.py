"""The program that hosts the pupil's file, as its parent sees it: events on its output, the end with its input."""

import subprocess
import sys

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from exercises import report
from tests.servers import ROOT

CONSUMER = """
from channels.generic.websocket import AsyncWebsocketConsumer


class ChatConsumer(AsyncWebsocketConsumer):
    pass
"""


@pytest.fixture
def host(tmp_path):
    children = []

    def host(source):
        file = tmp_path / "mon_chat.py"
        file.write_text(source, encoding="utf-8")
        command = [sys.executable, "-X", "utf8", "-m", "exercises.sandbox", str(file)]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        children.append(subprocess.Popen(command, cwd=ROOT, encoding="utf-8", **pipes))
        return children[-1]

    yield host
    for child in children:
        child.kill()
        child.wait()
        child.stdin.close()
        child.stdout.close()


def events(child):
    """What the child tells, as it comes, until it ends."""
    return filter(None, map(report.parse, child.stdout))


def test_it_tells_its_port_and_ends_with_its_input(host):
    child = host(CONSUMER)
    ready = next(events(child))
    assert ready["kind"] == "ready"
    with connect(f"ws://127.0.0.1:{ready['port']}/ws/exercices/chat/accueil/"):
        pass
    child.stdin.close()
    assert child.wait(10) == 0


def test_some_web_page_that_found_the_port_is_refused(host):
    port = next(events(host(CONSUMER)))["port"]
    with pytest.raises(InvalidStatus, match="403"):
        connect(f"ws://127.0.0.1:{port}/ws/exercices/chat/accueil/", origin="http://evil.example").close()


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("def f(:\n", "load_error"),
        ("exit()", "load_error"),
        ("import subprocess, sys\nsubprocess.run([sys.executable, '-V'])", "load_error"),
        ("x = 1", "no_consumer"),
        ("ChatConsumer = 1", "no_consumer"),
    ],
)
def test_a_file_that_cannot_be_served_is_reported(host, source, kind):
    [event] = events(host(source))
    assert event["kind"] == kind


def test_an_endless_loop_ends_the_program_with_its_place(host):
    child = host("while True:\n    pass\n")
    output, _ = child.communicate(timeout=30)
    assert "Timeout" in output
    assert 'mon_chat.py", line ' in output
    assert child.returncode


def test_a_sleep_that_holds_the_server_is_reported_and_one_in_a_thread_is_not(host):
    rest = "def rest():\n    time.sleep(0.3)\n"
    source = f"import threading, time\n{rest}threading.Thread(target=rest).start()\nrest()\n"
    blocked, missing = events(host(source))
    assert (blocked["kind"], blocked["line"], blocked["source"]) == ("blocked", 3, "time.sleep(0.3)")
    assert missing["kind"] == "no_consumer"
