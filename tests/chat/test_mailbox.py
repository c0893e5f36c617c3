import asyncio

import pytest
from channels.layers import InMemoryChannelLayer, get_channel_layer

from chat.mailbox import Mailbox


@pytest.fixture
async def mailbox():
    yield Mailbox()
    await get_channel_layer().flush()


async def test_it_hears_the_groups_it_joined_and_no_other(mailbox):
    assert await mailbox.join("a")
    await mailbox.join("b")
    await mailbox.leave("b")
    await mailbox.send("b", {"type": "b"})
    await mailbox.send("a", {"type": "a"})
    assert await mailbox.receive() == {"type": "a"}


async def test_its_echo_comes_behind_what_it_broadcast(mailbox):
    await mailbox.join("a")
    heard = []

    async def listen():
        while True:
            message = await mailbox.receive()
            heard.append(message["type"])
            if message["type"] == "chat.echo":
                mailbox.hear_echo(message)

    listening = asyncio.create_task(listen())
    for _ in range(50):
        await mailbox.send("a", {"type": "a"})
    await asyncio.wait_for(mailbox.echo(), 20)
    listening.cancel()
    assert heard == ["a"] * 50 + ["chat.echo"]
    assert mailbox.echoes == {}


@pytest.mark.parametrize("failing", [ConnectionError, None])
async def test_a_layer_that_fails_or_hangs_is_left_for_later(mailbox, monkeypatch, failing):
    async def fail(*args):
        if failing:
            raise failing
        await asyncio.Event().wait()

    monkeypatch.setattr("chat.mailbox.DEADLINE", 0.05)
    with monkeypatch.context() as broken:
        broken.setattr(InMemoryChannelLayer, "group_add", fail)
        assert not await mailbox.join("a")
    assert await mailbox.join("a")
