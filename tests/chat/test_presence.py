import asyncio

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


async def test_a_process_that_stops_says_goodbye_and_tells_how_long_the_chat_has_lasted(enter):
    client = await enter()
    room = await Room.objects.aget()
    hub = Hub.current()
    hub.rooms.get(room.pk).start -= 500
    said = []
    hub.mailbox.send = lambda group, message: said.append((group, message)) or asyncio.sleep(0)
    await hub.say_goodbye()
    (group, message), *more = said
    assert (group, message["type"], message["leaving"], more) == (bus.CENSUS, "chat.census", True, [])
    ((key, sockets, age),) = message["rooms"]
    assert (key, sockets) == (room.pk, 0)
    assert age >= 500
    await client.leave()
    await asyncio.sleep(0.2)  # longer than changes are waited for
    assert len(said) == 1


async def test_the_sessions_of_a_process_that_stopped_go_on_here(enter):
    await enter()
    other = await Room.objects.acreate(title="Autre")
    await Hub.current().mailbox.send(bus.CENSUS, bus.census_message("zz", [[other.pk, 0, 1e7]], leaving=True))
    await eventually(lambda: Hub.current().census.start(other.pk))
    client = await enter("autre")
    assert client.received[-1]["timeChat"] > 1_000_000
    assert [event["nbClients"] for event in client.received if event["type"] == "presence"] == [1]


async def test_a_new_process_is_answered_at_once(enter, monkeypatch):
    await enter()
    presence = Hub.current().presence
    monkeypatch.setattr("chat.presence.TOGETHER", 60)
    presence.changed.set()  # what waits for further changes does not hold up the answer
    said = []
    presence.mailbox.send = lambda group, message: said.append(message["type"]) or asyncio.sleep(0)
    presence.hear_who(bus.who_message("zz"))
    await eventually(lambda: "chat.census" in said)


async def test_a_newcomer_waits_until_a_new_process_has_asked_the_others(enter, room, monkeypatch):
    """And so learns at once how many are there, and how long they have been."""
    monkeypatch.setattr("chat.mailbox.InMemoryChannelLayer", type(None))  # as behind Redis
    hub = Hub.current()

    def answer(message):
        asyncio.get_running_loop().call_later(0.05, hub.presence.hear, bus.census_message("zz", [[room.pk, 34, 500.0]]))

    hub.presence.hear_who = answer
    monkeypatch.setattr(type(hub.presence), "hear_who", lambda self, message: answer(message))
    client = await enter()
    assert [event["nbClients"] for event in client.received if event["type"] == "presence"] == [35]
    assert [event["timeChat"] for event in client.received if event["type"] == "elapsed"] == [500]
