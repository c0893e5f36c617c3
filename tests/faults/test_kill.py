"""The server is killed in the middle of a flood, and nothing is lost, doubled or reordered."""

import asyncio
import sqlite3
from contextlib import closing

import pytest

from tests.faults.crowd import eventually, flood
from tests.servers import running_site

SENDERS, READERS = 20, 15


@pytest.fixture
def own_site(tmp_path):
    with running_site(tmp_path, CHAT_RATE_PER_SOCKET=0, CHAT_RATE_PER_ROOM=0, LOG_LEVEL="WARNING") as site:
        yield site


async def test_every_message_seen_back_is_stored_once_and_everybody_has_them_all(own_site):
    async with flood([own_site], lambda: stored(own_site), SENDERS, READERS) as pupils:
        for many in (300, 900):
            await eventually(lambda many=many: len(pupils[0].numbers) > many, lambda: len(pupils[0].numbers))
            await asyncio.to_thread(own_site.restart)
    assert not any(pupil.resets for pupil in pupils)
    assert {pupil.numbers[0] for pupil in pupils} == {1}


def stored(site):
    with closing(sqlite3.connect(site.folder / "var" / "db.sqlite3")) as database:
        return dict(database.execute("SELECT number, client_id FROM chat_message ORDER BY number"))
