"""The demonstration as a teacher starts it, with fewer pupils who are in a hurry."""

import os
import re
import signal
import sqlite3
import subprocess
import sys
import urllib.request
from contextlib import closing

import pytest

from classroom.demo.pupil import INSULT
from tests.servers import ROOT, SETTINGS, free_port, wait_until
from tests.tools import engine_folder


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory):
    """(its folder, its address) once it says that it is open; ended by Ctrl+C."""
    folder = tmp_path_factory.mktemp("demo")
    environment = {name: value for name, value in os.environ.items() if not SETTINGS.fullmatch(name)}
    environment |= {"VAR_DIR": str(folder), "ENGINE_DIR": str(engine_folder()), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "manage.py", "demo", "--eleves", "8", "--rythme", "0.3", "--port", str(free_port())]
    log = folder / "console.txt"
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=environment | {"PYTHONUTF8": "1"}, stdout=out, stderr=out)

    def said():
        assert process.poll() is None, log.read_text(encoding="utf-8")
        return re.search(r"http://localhost:\d+", log.read_text(encoding="utf-8"))

    yield folder / "demo", wait_until(said, "the demonstration is open")[0]
    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 0, log.read_text(encoding="utf-8")
    assert "Traceback" not in log.read_text(encoding="utf-8")


def rows(folder, query):
    with closing(sqlite3.connect(folder / "db.sqlite3", timeout=20)) as database:
        return database.execute(query).fetchall()


@pytest.mark.parametrize(
    ("query", "least"),
    [
        ("SELECT 1 FROM pupils_pupil", 8),
        ("SELECT 1 FROM pupils_note WHERE key = 'lesson.stuck'", 2),
        ("SELECT 1 FROM pupils_note WHERE key = 'lesson.exercises'", 2),
        ("SELECT 1 FROM classroom_station", 8),
        (f"SELECT 1 FROM chat_message WHERE text = '{INSULT}'", 1),
        ("SELECT 1 FROM relay_server", 2),
    ],
)
def test_the_class_advances_is_stuck_and_insults_once(demonstration, query, least):
    folder, _ = demonstration
    wait_until(lambda: len(rows(folder, query)) >= least, query)


def test_the_two_open_servers_answer_whoever_comes(demonstration):
    folder, address = demonstration
    wait_until(lambda: len(rows(folder, "SELECT 1 FROM relay_server")) == 2, "two servers")
    with urllib.request.urlopen(f"{address}/chez/alice/") as entrance:
        origin = re.match(r"http://[^/]+", entrance.url)[0]
        inside = re.search(r'href="(/chez/[^"]+)"', entrance.read().decode())[1]
    assert "href" in urllib.request.urlopen(f"{origin}{inside}").read().decode()
