import asyncio
from types import SimpleNamespace

import pytest

from chat import bus
from chat.clock import Clock


class Mailbox:
    """Hands what is sent back to the clock, as the channel layer does."""

    def __init__(self):
        self.sent = []
        self.clock = None

    async def send(self, group, message):
        self.sent.append((group, message))
        if self.clock is not None:
            self.clock.hear(message)


class Room:
    def __init__(self):
        self.told = []

    def tell_elapsed(self):
        self.told.append(asyncio.get_running_loop().time())


@pytest.fixture
def room():
    return Room()


@pytest.fixture
def clock(room):
    return Clock("b", [room], Mailbox(), SimpleNamespace(first=lambda: "c"))


@pytest.fixture
def time(monkeypatch):
    """A loop whose clock jumps: `time.slept` keeps how long each tick waited, `time.work` is how long a tick takes."""

    async def sleep(seconds):
        time.slept.append(round(seconds, 3))
        time.now += seconds
        if len(time.slept) > 5:
            raise asyncio.CancelledError

    time = SimpleNamespace(now=100.0, slept=[], work=0.0)
    monkeypatch.setattr("chat.clock.asyncio.get_running_loop", lambda: SimpleNamespace(time=lambda: time.now))
    monkeypatch.setattr("chat.clock.asyncio.sleep", sleep)
    return time


async def run(clock, time):
    async def tick():
        clock.heard = True
        time.now += time.work

    clock.tick = tick
    with pytest.raises(asyncio.CancelledError):
        await clock.run()


async def test_a_tick_is_pushed_to_the_group_and_each_process_tells_its_rooms(clock, room):
    clock.mailbox.clock = clock
    await clock.tick()
    assert clock.mailbox.sent == [(bus.CLOCK, bus.tick_message())]
    assert len(room.told) == 1


async def test_one_process_pushes_for_all(clock, room):
    clock.census.first = lambda: "a"
    await clock.tick()
    assert (clock.mailbox.sent, room.told) == ([], [])
    clock.census.first = lambda: None
    await clock.tick()
    assert len(clock.mailbox.sent) == 1


async def test_the_time_that_a_tick_takes_does_not_add_up(clock, time):
    time.work = 0.3
    await run(clock, time)
    assert time.slept == [1, 0.7, 0.7, 0.7, 0.7, 0.7]


async def test_ticks_that_were_missed_are_not_made_up_for(clock, time):
    time.work = 2.5
    await run(clock, time)
    assert time.slept == [1, 0, 0, 0, 0, 0]


async def test_a_process_that_hears_no_tick_tells_its_rooms_by_itself(clock, room, monkeypatch):
    clock.census.first = lambda: "a"  # which is dead
    sleep = asyncio.sleep
    monkeypatch.setattr("chat.clock.asyncio.sleep", lambda seconds: sleep(0))
    task = asyncio.create_task(clock.run())
    async with asyncio.timeout(20):
        while len(room.told) < 2:
            await sleep(0)
    task.cancel()
    assert clock.mailbox.sent == []
