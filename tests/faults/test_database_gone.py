"""The database goes away under the running site, or an older one takes its place."""

import sqlite3
from contextlib import closing

import pytest

from tests.faults.talking import Talker
from tests.servers import running_site


@pytest.fixture
def site(tmp_path):
    with running_site(tmp_path) as site:
        yield site


def copy(source, target):
    with closing(sqlite3.connect(source)) as connection:
        connection.execute("VACUUM INTO ?", [str(target)])


def test_nothing_is_acknowledged_into_a_file_that_was_deleted(site):
    file = site.folder / "var" / "db.sqlite3"
    with Talker(site) as greg:
        assert greg.say("kept") == "kept"
        copy(file, site.folder / "backup.sqlite3")
        assert greg.say("lost with the file") == "lost with the file"
        file.unlink()
        assert greg.say("refused") == "busy"
        (site.folder / "backup.sqlite3").rename(file)
        greg.heard("reset")
        assert greg.said_at_last("after") == "after"
    with Talker(site) as newcomer:
        assert newcomer.history == ["kept", "after"]
    assert site.output.count("La base ne peut pas être écrite : son fichier a disparu") == 1
    assert "Traceback" not in site.output
