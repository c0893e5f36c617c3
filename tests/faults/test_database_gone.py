"""The database goes away under the running site, or an older one takes its place."""

import sqlite3
import urllib.error
import urllib.request
from contextlib import closing

import pytest

from tests.faults.talking import Talker
from tests.servers import running_site, wait_until


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with running_site(tmp_path_factory.mktemp("site"), CHAT_RATE_PER_SOCKET=0, CHAT_RATE_PER_ROOM=0) as site:
        yield site


@pytest.fixture
def file(site):
    return site.folder / "var" / "db.sqlite3"


@pytest.fixture
def backup(site):
    return site.folder / "backup.sqlite3"


def copy(source, target):
    with closing(sqlite3.connect(source)) as connection:
        connection.execute("VACUUM INTO ?", [str(target)])


def test_nothing_is_acknowledged_into_a_file_that_was_deleted(site, file, backup):
    with Talker(site) as greg:
        assert greg.say("kept") == "kept"
        copy(file, backup)
        assert greg.say("lost with the file") == "lost with the file"
        file.unlink()
        assert greg.say("refused") == "busy"
        assert status(site, "/chat/") == 503
        assert not file.exists()  # a page must not make an empty one
        backup.rename(file)
        greg.heard("reset")
        assert greg.said_at_last("after") == "after"
    with Talker(site) as newcomer:
        assert newcomer.history == ["kept", "after"]
    assert site.output.count("La base ne peut pas être écrite : son fichier a disparu") == 1
    assert "Traceback" not in site.output


def test_an_older_file_put_in_its_place_is_noticed_and_kept_whole_whatever_pages_are_asked_for(site, file, backup):
    with Talker(site, "accueil") as greg:
        assert greg.said_at_last("old") == "old"
        copy(file, backup)
        for number in range(40):  # what the old file's journal holds, which must not get into the new one
            assert greg.say(f"{number} {'lost ' * 350}").startswith(str(number))
        backup.replace(file)
        assert {status(site, "/chat/") for _ in range(4)} <= {200, 503}  # nobody can say yet that it was replaced
        assert greg.say("refused") in {"refused", "busy"}
        greg.heard("reset")
        assert greg.said_at_last("new") == "new"
        assert greg.say("newer") == "newer"
    wait_until(lambda: status(site, "/chat/") == 200, "pages are there again")
    with Talker(site) as newcomer:
        assert [text for text in newcomer.history if text != "refused"][-3:] == ["old", "new", "newer"]
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert "son fichier a été remplacé" in site.output
    assert "Traceback" not in site.output


def status(site, path):
    try:
        with urllib.request.urlopen(f"{site.url}{path}", timeout=60) as answer:
            return answer.status
    except urllib.error.HTTPError as answer:
        return answer.code
