import asyncio
import datetime
import time

import pytest

from workbench.stage.clock import Idle, VirtualLoop, virtual_time, working


@pytest.fixture
def loop():
    loop = VirtualLoop()
    yield loop
    loop.close()


def test_an_hour_of_sleep_takes_no_time(loop):
    before = time.monotonic()
    loop.run(asyncio.sleep(3600))
    assert loop.now >= 3600
    assert time.monotonic() - before < 5


def test_time_and_dates_follow_the_loop_and_come_back(loop):
    async def wait():
        before = time.time(), datetime.datetime.now(), time.strftime("%H:%M:%S")
        await asyncio.sleep(60)
        return before, (time.time(), datetime.datetime.now(), time.strftime("%H:%M:%S"))

    with virtual_time(loop, time.sleep):
        before, after = loop.run(wait())
    assert 60 <= after[0] - before[0] < 61
    assert after[1] - before[1] >= datetime.timedelta(seconds=60)
    assert after[2] != before[2]
    assert abs(datetime.datetime.now().timestamp() - time.time()) < 1


def test_a_loop_that_gives_the_hand_back_still_reaches_its_deadline(loop):
    async def spin():
        async with asyncio.timeout(0.1):
            while True:
                await asyncio.sleep(0)

    with pytest.raises(TimeoutError):
        loop.run(spin())


def test_to_settle_is_to_wait_for_handlers_and_for_nobody_else(loop):
    ended = []

    async def handler():
        with working():
            await asyncio.sleep(0.12)
            ended.append(loop.now)

    async def clock():
        while True:
            await asyncio.sleep(1)

    async def main():
        tasks = [asyncio.create_task(handler()), asyncio.create_task(clock())]
        settled = await loop.settle(3)
        tasks[1].cancel()
        return settled

    assert loop.run(main())
    assert ended
    assert loop.now < 0.5


def test_a_handler_that_never_ends_is_not_waited_for_for_ever(loop):
    async def main():
        with working():
            return await loop.settle(3)

    assert loop.run(main()) is False


def test_waiting_for_nothing_is_an_error(loop):
    with pytest.raises(Idle):
        loop.run(asyncio.Event().wait())


async def test_it_runs_inside_a_loop_that_runs():
    loop = VirtualLoop()
    assert loop.run(asyncio.sleep(5, "fini")) == "fini"
    loop.close()
    await asyncio.sleep(0)
