import sqlite3

import pytest
from django.contrib.sessions.models import Session
from django.db import connection, connections

from nsi_site.diagnostic import data
from nsi_site.diagnostic.finding import OK, TROUBLE
from tests.nsi_site.diagnostic.conftest import CLOSED

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def file(tmp_path, monkeypatch):
    """A database file of its own, which the check is led to."""
    path = tmp_path / "db.sqlite3"
    with sqlite3.connect(path) as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)
    copy.close()
    monkeypatch.setitem(connections.settings["default"], "NAME", str(path))
    return path


def test_a_database_that_can_be_written_is_and_nothing_stays():
    assert data.database(CLOSED).level == OK
    assert not Session.objects.exists()


def test_one_that_is_read_only_is_told(file):
    assert data.database(CLOSED).level == OK
    written = bytearray(file.read_bytes())
    written[18] = 3  # the version of the file's format that a writer must know
    file.write_bytes(written)
    found = data.database(CLOSED)
    assert (found.level, found.what) == (TROUBLE, "Elle est en lecture seule.")


def test_one_that_another_program_holds_is_told(file, monkeypatch):
    monkeypatch.setattr(data, "PATIENCE", 100)
    other = sqlite3.connect(file)
    other.execute("BEGIN IMMEDIATE")
    found = data.database(CLOSED)
    other.close()
    assert (found.level, found.what) == (TROUBLE, "Un autre programme la tient.")


def test_one_that_is_not_there_is_told(file):
    file.unlink()
    file.mkdir()
    assert data.database(CLOSED).what == "Elle ne s’ouvre pas."


def test_one_without_its_tables_is_told(file):
    file.write_bytes(b"")
    assert data.database(CLOSED).what == "Elle n’est pas à jour."
