import io
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from chat.models import Room

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_copy_is_a_whole_database_and_its_place_is_said(settings, tmp_path):
    Room.objects.create(title="Salle 12")
    settings.VAR_DIR = tmp_path
    said = io.StringIO()
    call_command("sauvegarde", stdout=said)
    place = Path(said.getvalue().removeprefix("Base copiée dans ").strip())
    assert place.parent == tmp_path / "sauvegardes"
    with closing(sqlite3.connect(place)) as copy:
        assert copy.execute("SELECT title FROM chat_room WHERE title = 'Salle 12'").fetchall() == [("Salle 12",)]


def test_of_another_database_it_says_how(monkeypatch):
    monkeypatch.setattr(connection, "vendor", "postgresql")
    with pytest.raises(CommandError, match="pg_dump"):
        call_command("sauvegarde")


def test_an_empty_one_is_not_copied(monkeypatch):
    monkeypatch.setattr(type(connection.introspection), "table_names", lambda self: [])
    with pytest.raises(CommandError, match="vide"):
        call_command("sauvegarde")
