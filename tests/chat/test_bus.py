"""Messages between processes must survive the Redis layer's serialiser, names every layer's rules."""

from dataclasses import replace

import msgpack
import pytest
from channels.layers import BaseChannelLayer

from chat import bus

BATCH = bus.Batch(1, "e1", 1, 2, "{}")
MESSAGES = [
    bus.batch_message(BATCH),
    bus.removed_message(1, [2, 3]),
    bus.reset_message(1, "e2"),
    bus.room_message(1, "Accueil", False, True),
    bus.tick_message(),
    bus.census_message(bus.Announcement("p", 7, {1: (3, 1000.5)}, snapshot=True)),
    bus.who_message("specific.1!a", ["p"]),
    bus.echo_message("t"),
]


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: message["type"])
def test_a_message_comes_out_as_it_went_in(message):
    assert msgpack.unpackb(msgpack.packb(message)) == message


@pytest.mark.parametrize("group", [bus.CENSUS, bus.CLOCK, bus.room_group(1)])
def test_group_names_are_valid(group):
    BaseChannelLayer().require_valid_group_name(group)


def test_a_batch_is_found_again_in_its_message():
    assert bus.batch_in(bus.batch_message(BATCH)) == BATCH


def test_an_announcement_is_found_again_and_sessions_are_as_long_there():
    said = bus.Announcement("p", 7, {1: (3, 1000.5), 2: (0, 900.0)}, snapshot=True, leaving=True)
    heard = bus.announcement_in(msgpack.unpackb(msgpack.packb(bus.census_message(said))))
    starts = {key: start for key, (_sockets, start) in heard.rooms.items()}
    assert starts == pytest.approx({1: 1000.5, 2: 900.0}, abs=1)
    assert replace(heard, rooms={}) == replace(said, rooms={})
    assert {key: sockets for key, (sockets, _start) in heard.rooms.items()} == {1: 3, 2: 0}
