import asyncio
import threading

import pytest

from nsi_site.shared_reading import SharedReading

MINUTE = 60


class Database:
    """Answers with what it holds, once `go` is set; it has `begun` and `ended` so many readings."""

    def __init__(self):
        self.holds, self.go = set(), threading.Event()
        self.begun = self.ended = 0

    def read(self):
        self.begun, found = self.begun + 1, set(self.holds)
        assert self.go.wait(MINUTE)
        self.ended += 1
        return found


async def until(condition):
    async with asyncio.timeout(MINUTE):
        while not condition():
            await asyncio.sleep(0.01)


async def test_a_crowd_asks_the_database_twice():
    database = Database()
    reading = SharedReading(database.read)
    first = asyncio.create_task(reading.answer())
    await until(lambda: database.begun)
    crowd = [asyncio.create_task(reading.answer()) for _ in range(500)]
    await asyncio.sleep(0)
    database.go.set()
    await asyncio.gather(first, *crowd)
    assert database.ended == 2


async def test_what_was_saved_before_somebody_asked_is_in_the_answer():
    database = Database()
    reading = SharedReading(database.read)
    first = asyncio.create_task(reading.answer())
    await until(lambda: database.begun)
    database.holds.add("10.0.0.9")  # another process saves it while we read
    second = asyncio.create_task(reading.answer())
    database.go.set()
    assert await first == set()
    assert await second == {"10.0.0.9"}
    database.holds.clear()
    assert await reading.answer() == set()


async def test_who_leaves_takes_the_answer_from_nobody():
    database = Database()
    reading = SharedReading(database.read)
    gone, still_here = (asyncio.create_task(reading.answer()) for _ in range(2))
    await until(lambda: database.begun)
    gone.cancel()
    database.go.set()
    assert await still_here == set()


async def test_an_error_is_told_to_those_who_asked_and_not_to_those_who_ask_later():
    answers = iter([OSError("gone"), {"10.0.0.9"}])

    def read():
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    reading = SharedReading(read)
    with pytest.raises(OSError, match="gone"):
        await reading.answer()
    assert await reading.answer() == {"10.0.0.9"}
