from chat import bus
from chat.hub import Hub
from chat.models import Room
from tests.chat.conftest import eventually


async def other_process(rooms, process="zz"):
    await Hub.current().mailbox.send(bus.CENSUS, bus.census_message(process, rooms))


async def test_the_sockets_of_other_processes_count(enter):
    client = await enter()
    room = await Room.objects.aget()
    await other_process([[room.pk, 4, 1000.0]])
    await client.next("presence", nbClients=5)
    await other_process([])
    await client.next("presence", nbClients=1)


async def test_a_session_that_began_elsewhere_goes_on_here(enter):
    await enter()
    other = await Room.objects.acreate(title="Autre")
    await other_process([[other.pk, 1, 1e7]])
    await eventually(lambda: Hub.counts().get(other.pk) == 1)
    assert (await enter("autre")).received[-1]["timeChat"] > 1_000_000


async def test_a_process_that_was_killed_is_forgotten(enter, monkeypatch):
    monkeypatch.setattr("chat.census.FRESH", 0.5)
    monkeypatch.setattr("chat.presence.ANNOUNCE_EVERY", 0.1)
    client = await enter()
    room = await Room.objects.aget()
    await other_process([[room.pk, 4, 1000.0]])
    await client.next("presence", nbClients=5)
    await client.next("presence", nbClients=1)


async def test_changes_at_the_same_time_are_told_once(enter):
    first = await enter()
    await first.next("presence", nbClients=1)
    others = [await enter() for _ in range(10)]
    await first.next("presence", nbClients=11)
    assert len(others) == 10
    assert len([event for event in first.received if event["type"] == "presence"]) < 11
