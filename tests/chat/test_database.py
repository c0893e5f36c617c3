import asyncio
import threading

import pytest

from chat.database import DatabaseThread
from chat.models import Room


@pytest.fixture
def thread():
    thread = DatabaseThread("test")
    yield thread
    thread.close()


async def test_work_is_done_in_order_on_one_thread(thread):
    threads = await asyncio.gather(*(thread.run(threading.get_ident) for _ in range(5)))
    assert len(set(threads)) == 1
    assert threads[0] != threading.get_ident()


async def test_it_has_its_own_connection(thread, transactional_db):
    await thread.run(lambda: Room.objects.create(title="Salon"))
    assert await thread.run(Room.objects.count) == await Room.objects.acount()


async def test_an_answer_that_does_not_come_is_a_timeout(thread, monkeypatch):
    monkeypatch.setattr("chat.database.DEADLINE", 0.01)
    gate = threading.Event()
    with pytest.raises(TimeoutError):
        await thread.run(gate.wait, 5)
    gate.set()
