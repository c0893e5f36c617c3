import asyncio
import sqlite3
from contextlib import closing, suppress

import pytest
from django.db import connection

from chat.database import DatabaseThread, Unavailable
from chat.stored_file import FileConnection, Gone


async def test_a_file_that_was_replaced_is_noticed_before_anything_is_written(tmp_path, transactional_db):
    thread, other = DatabaseThread("reads", "lue"), DatabaseThread("writes", "écrite")
    file = tmp_path / "a.sqlite3"
    for each in (thread, other):
        each.executor.submit(own_file, file).result()
    try:
        await thread.run(write, "old")
        await other.run(write, "old")
        await other.run(copy, tmp_path / "b.sqlite3")
        await other.run(write, "lost")
        file.unlink()
        with pytest.raises(Unavailable):
            await other.run(write, "not saved")
        with pytest.raises(Unavailable):
            await thread.run(written)
        assert not file.exists()  # SQLite would have made an empty one
        (tmp_path / "b.sqlite3").rename(file)
        await eventually_runs(thread)
        assert await thread.run(written) == ["old", "old"]
        await other.run(write, "new")
        assert await thread.run(written) == ["old", "old", "new"]
    finally:
        thread.close()
        other.close()


def test_nobody_opens_a_new_file_while_the_old_one_is_open_and_its_journal_goes_with_it(paths):
    path, new = paths
    old = opened(path)
    for _ in range(100):
        old.execute("INSERT INTO words VALUES (?)", ["old" * 1000])
    old.file.check()  # as the threads do that keep theirs
    new.replace(path)
    with pytest.raises(Gone, match="remplacé"):
        opened(path)
    old.close()
    with closing(opened(path)) as file:
        assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert file.execute("SELECT count(*) FROM words").fetchall() == [(0,)]


def test_no_empty_file_is_made_in_the_place_of_one_that_was_deleted(paths):
    path, _new = paths
    with closing(opened(path)):
        path.unlink()
        with pytest.raises(Gone, match="disparu"):
            opened(path)
    assert not path.exists()


@pytest.fixture
def paths(tmp_path):
    """Those of two databases with the same empty table."""
    paths = tmp_path / "a.sqlite3", tmp_path / "b.sqlite3"
    for path in paths:
        with closing(opened(path)) as file:
            file.execute("CREATE TABLE words (word)")
    return paths


def opened(path):
    file = sqlite3.connect(path, factory=FileConnection, isolation_level=None)
    file.execute("PRAGMA journal_mode=WAL")
    return file


def own_file(path):
    """Let this thread's connection be to a file of the test's."""
    connection.close()
    connection.settings_dict = connection.settings_dict | {"NAME": str(path)}
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS words (word)")


def copy(path):
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])


def write(word):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO words VALUES (%s)", [word])


def written():
    with connection.cursor() as cursor:
        return [word for (word,) in cursor.execute("SELECT word FROM words").fetchall()]


async def eventually_runs(thread):
    async with asyncio.timeout(20):
        while True:
            with suppress(Unavailable):
                return await thread.run(written)
            await asyncio.sleep(0.01)
