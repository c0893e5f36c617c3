import asyncio
from contextlib import suppress

import pytest
from django.db import connection

from chat.database import DatabaseThread, Unavailable
from chat.stored_file import StoredFile


async def test_a_file_that_was_replaced_is_noticed_before_anything_is_written(tmp_path, transactional_db, monkeypatch):
    monkeypatch.setattr(DatabaseThread, "file", StoredFile())
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
