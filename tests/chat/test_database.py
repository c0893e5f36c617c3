import asyncio
import threading

import pytest
from django.db import connection

from chat.database import DatabaseThread, Unavailable, give_back_space
from chat.models import Message, Room


@pytest.fixture
def thread():
    thread = DatabaseThread("test", "lue")
    yield thread
    thread.close()


async def test_work_is_done_in_order_on_one_thread(thread):
    threads = await asyncio.gather(*(thread.run(threading.get_ident) for _ in range(5)))
    assert len(set(threads)) == 1
    assert threads[0] != threading.get_ident()


async def test_it_has_its_own_connection(thread, transactional_db):
    await thread.run(lambda: Room.objects.create(title="Salon"))
    assert await thread.run(Room.objects.count) == await Room.objects.acount()


async def test_an_answer_that_does_not_come_is_unavailable_and_told_once(thread, caplog):
    thread.deadline = 0.01
    gate = threading.Event()
    for _ in range(3):
        with pytest.raises(Unavailable):
            await thread.run(gate.wait, 5)
    gate.set()
    await asyncio.wrap_future(thread.late)
    thread.deadline = 5
    assert [await thread.run(int) for _ in range(3)] == [0, 0, 0]
    assert lines(caplog) == [
        "La base ne peut pas être lue : elle ne répond pas",
        "La base peut de nouveau être lue",
    ]


async def test_behind_a_call_that_hangs_nobody_waits(thread):
    thread.deadline, gate = 0.01, threading.Event()
    with pytest.raises(Unavailable):
        await thread.run(gate.wait, 60)
    thread.deadline = 60
    async with asyncio.timeout(30):
        for _ in range(3):
            with pytest.raises(Unavailable):
                await thread.run(int)
        gate.set()
        await asyncio.wrap_future(thread.late)
        assert await thread.run(int) == 0


async def test_an_error_of_ours_is_not_the_database_s(thread, caplog):
    with pytest.raises(ZeroDivisionError):
        await thread.run(lambda: 1 / 0)
    assert lines(caplog) == []


def lines(caplog):
    return [record.message for record in caplog.records if record.name == "chat.database"]


def test_what_was_deleted_gives_its_space_back(transactional_db):
    room = Room.objects.get_or_create(slug="accueil", defaults={"title": "Accueil"})[0]
    Message.objects.bulk_create(Message(room=room, number=n, client_id=f"{n}", text="x" * 2000) for n in range(500))
    full = pages()
    room.empty()
    give_back_space()
    assert pages() < full - 200


def pages():
    with connection.cursor() as cursor:
        return cursor.execute("PRAGMA page_count").fetchone()[0]
