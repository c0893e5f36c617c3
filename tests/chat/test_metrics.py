import asyncio

from prometheus_client import REGISTRY

from chat.hub import Hub
from tests.chat.conftest import eventually


def value(name):
    return REGISTRY.get_sample_value(f"nsi_chat_{name}")


class Counted:
    """How much a counter has grown since."""

    def __init__(self, name):
        self.name, self.before = name, value(name)

    def __call__(self):
        return value(self.name) - self.before


async def test_who_is_here_and_what_waits_is_asked_when_it_is_read(enter):
    assert (value("sockets"), value("rooms")) == (0, 0)
    await enter()
    client = await enter()
    assert (value("sockets"), value("rooms"), value("queue")) == (2, 1, 0)
    await client.leave()
    assert value("sockets") == 1


async def test_a_message_counts_once_in_its_transaction_its_fan_out_and_its_broadcast(enter):
    names = ["messages_stored_total", "batch_seconds_count", "fan_out_seconds_count", "broadcast_seconds_count"]
    counted = [Counted(name) for name in names]
    client = await enter()
    id = await client.say("coucou")
    await client.until(client.messages)
    await eventually(lambda: [count() for count in counted] == [1, 1, 1, 1])
    await client.say("coucou", id=id)
    await client.until(lambda: len(client.messages()) == 2)
    assert counted[0]() == 1


async def test_what_no_broadcast_brought_is_counted(enter, monkeypatch):
    filled = Counted("holes_filled_total")
    client = await enter()
    [room] = Hub.current().rooms
    monkeypatch.setattr(room, "continues", lambda batch: False)
    await client.say("perdu ?")
    await client.until(lambda: client.texts() == ["perdu ?"])
    assert filled() == 1


async def test_one_who_does_not_read_is_counted(enter, limits, monkeypatch):
    dropped = Counted("clients_dropped_total")
    monkeypatch.setattr("chat.sockets.MAX_WAITING", 20_000)
    reader, stuck = await enter(), await enter()
    stuck.stalled = asyncio.Event()
    for n in range(1, 25):
        await reader.say("a" * 1000)
        await reader.until(lambda n=n: len(reader.messages()) == n)
    stuck.stalled.set()
    await stuck.closed()
    assert dropped() == 1
