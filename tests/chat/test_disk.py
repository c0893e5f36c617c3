import shutil
from types import SimpleNamespace

import pytest

from chat import disk


@pytest.fixture
def free(monkeypatch):
    """`free(bytes)`: the disk has so much left."""

    def free(amount):
        monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=amount))

    return free


def test_a_disk_with_space_is_no_trouble(free, db):
    free(disk.RESERVE)
    disk.check()


def test_a_disk_that_fills_up_is_named(free, db):
    free(120_000_000)
    with pytest.raises(disk.Full, match="il reste 120 Mo sur le disque"):
        disk.check()


async def test_messages_wait_while_the_disk_is_full_and_the_console_says_it_once(enter, limits, free, caplog):
    client = await enter()
    free(120_000_000)
    ids = [await client.say(f"{n}") for n in range(3)]
    for id in ids:
        await client.next("error", code="busy", id=id)
    free(10**12)
    for n, id in enumerate(ids):
        await client.say(f"{n}", id=id)
    await client.until(lambda: client.texts() == ["0", "1", "2"])
    told = [message for message in caplog.messages if "La base" in message]
    assert told[0].startswith("La base ne peut pas être écrite : il reste 120 Mo sur le disque")
    assert len(told) == 2
