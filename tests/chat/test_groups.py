"""Messages between processes must survive the Redis layer's serialiser, names every layer's rules."""

import msgpack
import pytest
from channels.layers import BaseChannelLayer

from chat import groups

MESSAGES = [
    groups.batch_message(1, "e1", 1, 2, "{}"),
    groups.removed_message(1, 2),
    groups.reset_message(1, "e2"),
    groups.elapsed_message(1, "{}"),
    groups.census_message("p", [[1, 3, 1000.5]]),
    groups.echo_message("t"),
]


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: message["type"])
def test_a_message_comes_out_as_it_went_in(message):
    assert msgpack.unpackb(msgpack.packb(message)) == message


@pytest.mark.parametrize("group", [groups.CENSUS, groups.room_group(1)])
def test_group_names_are_valid(group):
    BaseChannelLayer().require_valid_group_name(group)
