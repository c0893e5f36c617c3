import asyncio
from itertools import count
from types import SimpleNamespace
from unittest.mock import patch

import pytest

from bench.simulation import JumpingLoop
from chat import bus
from chat.census import Census
from chat.census_sync import CensusSync
from chat.hub import Hub
from chat.models import Room
from chat.presence import Presence
from chat.rooms import Rooms
from tests.chat.conftest import announced, eventually

numbers = count(1)


async def other_process(rooms):
    """`rooms`: key → (sockets, age of the session)."""
    await Hub.current().mailbox.send(bus.CENSUS, announced("zz", rooms, next(numbers)))


async def test_the_sockets_of_other_processes_count(enter):
    client = await enter()
    room = await Room.objects.aget()
    await other_process({room.pk: (4, 1000.0)})
    await client.next("presence", nbClients=5)
    await other_process({})
    await client.next("presence", nbClients=1)


async def test_a_session_that_began_elsewhere_goes_on_here(enter):
    await enter()
    other = await Room.objects.acreate(title="Autre")
    await other_process({other.pk: (1, 1e7)})
    await eventually(lambda: Hub.count(other.pk) == 1)
    assert (await enter("autre")).received[-1]["timeChat"] > 1_000_000


async def test_a_process_that_was_killed_is_forgotten(enter, monkeypatch):
    monkeypatch.setattr("chat.census.FRESH", 0.5)
    monkeypatch.setattr("chat.census_sync.ANNOUNCE_EVERY", 0.1)
    client = await enter()
    room = await Room.objects.aget()
    await other_process({room.pk: (4, 1000.0)})
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
    hub.mailbox.send = lambda group, message, deadline=None: said.append((group, message)) or asyncio.sleep(0)
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
    await Hub.current().mailbox.send(bus.CENSUS, announced("zz", {other.pk: (0, 1e7)}, leaving=True))
    await eventually(lambda: Hub.current().census.start(other.pk))
    client = await enter("autre")
    assert client.received[-1]["timeChat"] > 1_000_000
    assert [event["nbClients"] for event in client.received if event["type"] == "presence"] == [1]


async def test_a_new_process_is_answered_at_once(enter, monkeypatch):
    await enter()
    hub = Hub.current()
    monkeypatch.setattr("chat.presence.TOGETHER", 60)
    hub.presence.changed.set()  # what waits for further changes does not hold up the answer
    said = []
    hub.mailbox.send_to = lambda channel, message: said.append((channel, message["snapshot"])) or asyncio.sleep(0)
    hub.presence.hear_who(bus.who_message("zz"))
    await eventually(lambda: ("zz", True) in said)


async def test_a_newcomer_waits_until_a_new_process_has_asked_the_others(enter, room, monkeypatch):
    """And so learns at once how many are there, and how long they have been."""
    monkeypatch.setattr("chat.mailbox.InMemoryChannelLayer", type(None))  # as behind Redis
    hub = Hub.current()

    def answer(self, message):
        asyncio.get_running_loop().call_later(0.05, hub.presence.hear, announced("zz", {room.pk: (34, 500.0)}))

    monkeypatch.setattr(type(hub.sync), "hear_who", answer)
    client = await enter()
    assert [event["nbClients"] for event in client.received if event["type"] == "presence"] == [35]
    assert [event["timeChat"] for event in client.received if event["type"] == "elapsed"] == [500]


class LiveRoom:
    def __init__(self, key, told):
        self.key, self.sockets, self.start, self.told = key, {1, 2, 3, 4}, 0.0, told

    def tell_presence(self, count):
        self.told.append((self.key, count))


def presence_in(live):
    """The Presence of a process with these rooms and nobody to announce them to."""
    rooms = Rooms()
    rooms.by_key = {room.key: room for room in live}
    census = Census(rooms)
    mailbox = SimpleNamespace(name="own", send=lambda group, message, deadline=None: asyncio.sleep(0))
    return Presence(rooms, census, CensusSync("own", rooms, mailbox, census), SimpleNamespace(changed=asyncio.Event()))


@pytest.fixture
async def crowded():
    """A process with 500 rooms of 4; `told` is what they were told, `pass_by()` one turn of what tells them."""
    told = []
    presence = presence_in(LiveRoom(key, told) for key in range(500))

    async def pass_by():
        presence.sync.asked.set()  # do not wait for more
        task = asyncio.create_task(presence.run())
        await eventually(lambda: not presence.moved and not presence.census.changed)
        task.cancel()
        return told

    return SimpleNamespace(presence=presence, rooms=presence.rooms, told=told, pass_by=pass_by)


async def test_announcements_tell_the_rooms_that_they_change_and_each_once(crowded):
    """Whatever the number of rooms and of announcements."""
    crowded.presence.hear(announced("zz", dict.fromkeys(range(1000), (1, 0))))
    await crowded.pass_by()
    assert sorted(crowded.told) == [(key, 5) for key in range(500)]
    crowded.told.clear()
    for sequence in range(2, 102):
        news = {} if sequence % 2 else {7: (sequence, 0), 700: (1, 0)}
        crowded.presence.hear(announced("zz", news, sequence, snapshot=False))
    assert crowded.told == []  # what was heard waits for the others to be heard
    await crowded.pass_by()
    assert crowded.told == [(7, 4 + 100)]


async def test_a_snapshot_that_says_nothing_new_tells_nobody(crowded):
    for sequence in (1, 2):
        crowded.presence.hear(announced("zz", dict.fromkeys(range(500), (1, 0)), sequence))
        await crowded.pass_by()
    assert len(crowded.told) == 500


async def test_who_comes_here_changes_one_room(crowded):
    crowded.rooms.get(3).sockets.add(5)
    crowded.presence.note(crowded.rooms.get(3))
    assert await crowded.pass_by() == [(3, 5)]


def test_a_crowd_is_told_less_often_so_that_telling_costs_the_same():
    """2000 come to one room in twenty seconds. Each hears of it, and all together get 2000 frames a second at most."""
    told, room = [], LiveRoom(1, [])
    room.tell_presence = lambda count: told.append((count, len(room.sockets)))
    loop = JumpingLoop()

    async def fill():
        presence = presence_in([room])
        task = asyncio.create_task(presence.run())
        for number in range(2000):
            room.sockets = range(number + 1)
            presence.note(room)
            await asyncio.sleep(0.01)
        await asyncio.sleep(2)
        task.cancel()

    with patch("time.monotonic", loop.time), asyncio.Runner(loop_factory=lambda: loop) as runner:
        runner.run(fill())
    assert told[0] == (5, 5)  # within 50 ms, when few are there
    assert told[-1] == (2000, 2000)
    assert sum(sockets for _count, sockets in told) < 2000 * 22
    assert len(told) > 22
