import sqlite3
from contextlib import closing

import pytest
from django.db.migrations.recorder import MigrationRecorder

from nsi_site import upgrade
from tests.servers import Site, running


def test_a_copy_is_kept_before_a_migration_and_the_last_five_stay(tmp_path, monkeypatch):
    path = tmp_path / "db.sqlite3"
    with closing(sqlite3.connect(path)) as database:
        database.executescript("CREATE TABLE t (x); INSERT INTO t VALUES (7);")
    monkeypatch.setitem(upgrade.connection.settings_dict, "NAME", path)
    monkeypatch.setattr(type(upgrade.connection.introspection), "table_names", lambda self: ["t"])
    for _ in range(7):
        upgrade.keep_copy(tmp_path)
    copies = sorted((tmp_path / upgrade.COPIES).iterdir())
    assert len(copies) == upgrade.KEPT
    with closing(sqlite3.connect(copies[-1])) as copy:
        assert copy.execute("SELECT x FROM t").fetchall() == [(7,)]


def refused(site):
    with pytest.raises(RuntimeError) as failure, running(site):
        pass
    assert "Traceback" not in str(failure.value)
    return str(failure.value)


def test_a_file_that_is_no_database_is_said_in_french(tmp_path):
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "db.sqlite3").write_bytes(b"half a copy " * 500)
    assert "La base de données" in refused(Site(tmp_path))


def test_a_database_that_is_read_only_is_said_in_french(tmp_path):
    site = Site(tmp_path)
    (tmp_path / "var").mkdir()
    path = tmp_path / "var" / "db.sqlite3"
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE t (x)")
    written = bytearray(path.read_bytes())
    written[18] = 3  # the version of the file's format that a writer must know
    path.write_bytes(written)
    assert "en lecture seule" in refused(site)


def test_a_folder_that_is_none_is_said_in_french(tmp_path):
    (tmp_path / "var").write_text("x")
    assert "ne se lit pas ou ne s’écrit pas" in refused(Site(tmp_path))


def test_a_newer_version_s_database_is_refused_and_not_touched(tmp_path):
    (tmp_path / "var").mkdir()
    path = tmp_path / "var" / "db.sqlite3"
    with closing(sqlite3.connect(path)) as database:
        database.executescript(
            "CREATE TABLE django_migrations (id integer PRIMARY KEY, app varchar, name varchar, applied datetime);"
            "INSERT INTO django_migrations VALUES (1, 'chat', '0999_later', '2030-01-01');"
        )
    assert "version plus récente" in refused(Site(tmp_path))
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("SELECT name FROM sqlite_master WHERE type='table'").fetchall() == [
            ("django_migrations",)
        ]


@pytest.mark.django_db
def test_what_the_database_lacks_is_named():
    assert upgrade.lacking() == []
    MigrationRecorder(upgrade.connection).record_unapplied("chat", "0001_initial")
    assert upgrade.lacking() == [("chat", "0001_initial")]
