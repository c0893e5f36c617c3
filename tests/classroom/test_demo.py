"""The demonstration's pupils do what a class does."""

import re
import sqlite3
import urllib.error
import urllib.request
from contextlib import closing

import pytest

from classroom.demo.pupil import INSULT
from tests.demonstration import demonstration
from tests.servers import wait_until


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    with demonstration(tmp_path_factory.mktemp("demo")) as opened:
        yield opened


def rows(demo, query):
    with closing(sqlite3.connect(demo.var / "db.sqlite3", timeout=20)) as database:
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
        ("SELECT 1 FROM classroom_handin", 2),
    ],
)
def test_the_class_advances_is_stuck_and_insults_once(demo, query, least):
    wait_until(lambda: len(rows(demo, query)) >= least, query)


def home_of_alice(demo):
    """Her page as a visitor gets it; None while her tunnel is not open."""
    try:
        with urllib.request.urlopen(f"{demo.url}/chez/alice/") as entrance:
            origin = re.match(r"http://[^/]+", entrance.url)[0]
            inside = re.search(r'href="(/chez/[^"]+)"', entrance.read().decode())[1]
        return urllib.request.urlopen(f"{origin}{inside}").read().decode()
    except urllib.error.HTTPError as error:
        if error.code != 502:
            raise
        return None


def test_the_two_open_servers_answer_whoever_comes(demo):
    wait_until(lambda: len(rows(demo, "SELECT 1 FROM relay_server")) == 2, "two servers")
    assert "href" in wait_until(lambda: home_of_alice(demo), "her server answers")
