import asyncio
from contextlib import contextmanager

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


@pytest.fixture(params=[ConnectionError, None], ids=["fails", "hangs"])
def broken_layer(request, monkeypatch):
    """Break the layer, and mend it again at the end of the block."""

    async def fail(*args):
        if request.param:
            raise request.param
        await asyncio.Event().wait()

    @contextmanager
    def broken():
        with monkeypatch.context() as patch:
            for name in ("group_add", "group_discard", "group_send", "send"):
                patch.setattr(InMemoryChannelLayer, name, fail)
            yield

    monkeypatch.setattr("chat.mailbox.DEADLINE", 0.05)
    return broken


async def test_a_layer_that_fails_or_hangs_is_left_for_later(mailbox, broken_layer):
    with broken_layer():
        assert not await mailbox.join("a")
    assert await mailbox.join("a")


async def test_it_is_said_once_that_the_layer_does_not_answer_and_once_that_it_does(mailbox, broken_layer, caplog):
    await mailbox.join("a")
    with broken_layer():
        assert not await mailbox.send("a", {"type": "a"})
        assert not await mailbox.send_to(mailbox.name, {"type": "a"})
        assert not await mailbox.echo()
        await mailbox.leave("b")
    assert await mailbox.send("a", {"type": "a"})
    assert await mailbox.send("a", {"type": "a"})
    said = [record.getMessage() for record in caplog.records]
    assert [line.partition(" (")[0] for line in said] == [
        "La couche de canaux ne répond plus",
        "La couche de canaux répond de nouveau",
    ]


async def test_a_sender_may_wait_for_less_long(mailbox, broken_layer, monkeypatch):
    monkeypatch.setattr("chat.mailbox.DEADLINE", 3600)
    with broken_layer():
        assert not await mailbox.send("a", {"type": "a"}, 0.01)
