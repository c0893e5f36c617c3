import time
from types import SimpleNamespace

import pytest

from chat import groups
from chat.clock import Clock, elapsed


class Channel:
    def __init__(self):
        self.sent = []

    async def send(self, group, message):
        self.sent.append((group, message["frame"]))


@pytest.fixture
def hub():
    rooms = {1: SimpleNamespace(key=1, sockets={"a"}, start=time.time() - 5.5)}
    census = SimpleNamespace(leaders=lambda: {1: "a"})
    return SimpleNamespace(process="a", rooms=rooms, channel=Channel(), presence=SimpleNamespace(census=census))


async def test_a_tick_tells_the_room_how_long_its_chat_has_lasted(hub):
    await Clock(hub).tick()
    assert hub.channel.sent == [(groups.room_group(1), '{"type":"elapsed","timeChat":5}')]


async def test_another_process_speaks_for_the_room(hub):
    hub.process = "b"
    await Clock(hub).tick()
    assert hub.channel.sent == []


async def test_an_empty_room_has_no_duration(hub):
    hub.rooms[1].sockets = set()
    await Clock(hub).tick()
    assert hub.channel.sent == []


def test_a_clock_that_was_set_back_never_goes_below_zero():
    assert elapsed(SimpleNamespace(start=time.time() + 100)) == 0
