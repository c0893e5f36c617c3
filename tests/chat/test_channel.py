import asyncio

import pytest
from channels.layers import InMemoryChannelLayer, get_channel_layer

from chat.channel import Channel


@pytest.fixture
async def channel():
    yield Channel()
    await get_channel_layer().flush()


async def test_it_hears_the_groups_it_joined_and_no_other(channel):
    assert await channel.join("a")
    await channel.join("b")
    await channel.leave("b")
    await channel.send("b", {"type": "b"})
    await channel.send("a", {"type": "a"})
    assert await channel.receive() == {"type": "a"}


async def test_its_echo_comes_behind_what_it_broadcast(channel):
    await channel.join("a")
    heard = []

    async def listen():
        while True:
            message = await channel.receive()
            heard.append(message["type"])
            if message["type"] == "chat.echo":
                channel.hear_echo(message)

    listening = asyncio.create_task(listen())
    for _ in range(50):
        await channel.send("a", {"type": "a"})
    await asyncio.wait_for(channel.echo(), 5)
    listening.cancel()
    assert heard == ["a"] * 50 + ["chat.echo"]
    assert channel.echoes == {}


@pytest.mark.parametrize("failing", [ConnectionError, None])
async def test_a_layer_that_fails_or_hangs_is_left_for_later(channel, monkeypatch, failing):
    async def fail(*args):
        if failing:
            raise failing
        await asyncio.Event().wait()

    monkeypatch.setattr("chat.channel.DEADLINE", 0.05)
    with monkeypatch.context() as broken:
        broken.setattr(InMemoryChannelLayer, "group_add", fail)
        assert not await channel.join("a")
    assert await channel.join("a")
