import asyncio
from types import SimpleNamespace

import pytest

from bench import simulation
from chat import bus, census_sync
from chat.census import Census
from chat.census_sync import CensusSync
from chat.rooms import Rooms
from tests.chat.conftest import announced


class Layer:
    """Hands each message over to the processes it is meant for, and loses what `loses` says."""

    is_shared = True

    def __init__(self):
        self.processes, self.sent = {}, []
        self.loses = lambda message: False

    def mailbox(self, name):
        async def send(group, message, deadline=None):
            assert group == bus.CENSUS
            self.pass_on(message, self.processes)

        async def send_to(channel, message):
            self.pass_on(message, [channel])

        return SimpleNamespace(name=name, is_shared=True, send=send, send_to=send_to)

    def pass_on(self, message, names):
        self.sent.append((message, list(names)))
        for name in names:
            if not self.loses(message):
                self.processes[name].hears(message)


class Process:
    def __init__(self, name, layer):
        self.rooms = Rooms()
        self.census = Census(self.rooms)
        self.sync = CensusSync(name, self.rooms, layer.mailbox(name), self.census)
        layer.processes[name] = self

    def hears(self, message):
        if message["type"] == "chat.who":
            self.sync.hear_who(message)
        else:
            self.sync.hear(bus.announcement_in(message))

    async def has(self, key, sockets):
        """So many sockets are in a room now, and it is announced."""
        self.rooms.by_key[key] = SimpleNamespace(key=key, sockets=set(range(sockets)), start=100.0)
        await self.sync.exchange({key})


@pytest.fixture
def layer(monkeypatch):
    """On it, each change is announced at once."""
    monkeypatch.setattr(census_sync, "HEARD_PER_SECOND", 1e9)
    return Layer()


@pytest.fixture
async def processes(layer):
    """Two that know each other."""
    processes = Process("a", layer), Process("b", layer)
    for key, process in enumerate(processes, 1):
        await process.has(key, 1)
    layer.sent.clear()
    return processes


async def settle(*processes):
    for _ in range(2):  # the question, the answer
        for process in processes:
            await process.sync.exchange(set())


async def test_only_the_rooms_that_changed_are_announced(processes, layer):
    a, b = processes
    for key in range(10, 510):
        await a.has(key, 2)
    layer.sent.clear()
    await a.has(10, 3)
    ((message, _),) = layer.sent
    assert [room[:2] for room in message["rooms"]] == [[10, 3]]
    assert (b.census.count(10), b.census.count(11), b.census.count(1)) == (3, 2, 1)


async def test_nothing_is_said_when_nothing_changed_until_it_is_time(processes, layer, monkeypatch):
    a, _b = processes
    await a.sync.exchange(set())
    assert layer.sent == []
    monkeypatch.setattr(census_sync, "ANNOUNCE_EVERY", 0)
    await a.sync.exchange(set())
    ((message, _),) = layer.sent
    assert (message["rooms"], message["snapshot"]) == ([], False)


async def test_the_more_processes_there_are_the_more_each_says_at_once(processes, layer, monkeypatch):
    a, b = processes
    monkeypatch.setattr(census_sync, "HEARD_PER_SECOND", 0.001)
    a.sync.announced_at = census_sync.time.monotonic()
    for key in (3, 4):
        await a.has(key, 1)
    assert layer.sent == []
    assert 0 < a.sync.rest() <= census_sync.ANNOUNCE_EVERY
    a.sync.announced_at -= census_sync.ANNOUNCE_EVERY
    await a.sync.exchange(set())
    ((message, _),) = layer.sent
    assert sorted(room[0] for room in message["rooms"]) == [3, 4]
    assert (b.census.count(3), b.census.count(4)) == (1, 1)


async def test_all_rooms_are_announced_now_and_then(processes, layer, monkeypatch):
    a, b = processes
    b.census.replicas["a"].rooms.clear()  # whatever the reason
    monkeypatch.setattr(census_sync, "SNAPSHOT_EVERY", 0)
    await a.has(3, 5)
    assert (b.census.count(1), b.census.count(3)) == (1, 5)


async def test_who_missed_an_announcement_asks_and_is_answered_alone(processes, layer):
    a, b = processes
    layer.loses = lambda message: True
    await a.has(1, 7)
    layer.loses = lambda message: False
    await a.has(3, 1)
    assert b.census.count(1) == 1
    layer.sent.clear()
    await settle(b, a)
    assert b.census.count(1) == 7
    (question, _), (answer, to) = layer.sent
    assert (question["type"], question["of"]) == ("chat.who", ["a"])
    assert (answer["snapshot"], to) == (True, ["b"])


async def test_several_that_ask_are_answered_at_once(processes, layer):
    a, _b = processes
    for channel in ("b", "c", "d"):
        a.sync.hear_who(bus.who_message(channel))
    await a.sync.exchange(set())
    ((answer, to),) = layer.sent
    assert (answer["snapshot"], to) == (True, ["a", "b"])


async def test_nobody_answers_for_another_or_itself(processes, layer):
    a, _b = processes
    a.sync.hear_who(bus.who_message("c", ["b"]))
    a.sync.hear_who(bus.who_message("a"))
    await a.sync.exchange(set())
    assert layer.sent == []


async def test_a_new_process_knows_all_once_it_was_answered(processes, layer, monkeypatch):
    monkeypatch.setattr(census_sync, "ANSWERS", 0)
    fresh = Process("c", layer)
    await fresh.sync.introduce()
    await settle(*processes)
    assert (fresh.census.count(1), fresh.census.count(2)) == (1, 1)
    assert fresh.sync.introduced.is_set()


async def test_who_asks_a_process_that_stops_does_not_hear_that_its_clients_are_still_there(processes, layer):
    a, b = processes
    a.sync.asked.clear()
    b.sync.missed.add("a")
    send, goes_on = a.sync.mailbox.send, asyncio.Event()

    async def late(group, message, deadline=None):
        await goes_on.wait()
        await send(group, message)

    await b.sync.exchange(set())
    a.sync.mailbox.send = late
    announcing = asyncio.create_task(a.has(1, 2))  # and will answer
    await asyncio.sleep(0)
    a.sync.mailbox.send = send
    await a.sync.say_goodbye()
    goes_on.set()
    await announcing
    assert b.census.count(1) == 0
    assert b.census.replicas["a"].leaving


async def test_what_the_layer_did_not_take_is_asked_for_by_the_others(processes, layer):
    a, b = processes
    works, a.sync.mailbox.send = a.sync.mailbox.send, lambda group, message, deadline=None: asyncio.sleep(0, False)
    await a.has(1, 7)
    a.sync.mailbox.send = works
    await a.has(3, 1)
    await settle(b, a)
    assert b.census.count(1) == 7


async def test_a_process_that_was_forgotten_is_asked_when_it_speaks_again(processes, layer):
    a, b = processes
    del b.census.replicas["a"]
    await a.has(3, 2)
    assert b.census.count(3) == 0
    await settle(b, a)
    assert (b.census.count(1), b.census.count(3)) == (1, 2)


def test_a_snapshot_ends_what_was_missed(layer):
    process = Process("a", layer)
    process.hears(announced("b", {1: (3, 0)}, sequence=5, snapshot=False))
    assert process.sync.missed == {"b"}
    process.hears(announced("b", {1: (3, 0)}, sequence=5))
    assert process.sync.missed == set()
    assert process.census.count(1) == 3


def test_twenty_processes_agree_on_every_room_even_after_a_cut():
    """On a clock that jumps, with the real classes: the simulation ends with an error where a number is wrong."""
    _, rooms, sockets, _, heard, *_ = simulation.measure(20, "at any process")
    assert (rooms, sockets) == (10_000, 100_000)
    assert 20 / census_sync.ANNOUNCE_EVERY < heard < census_sync.HEARD_PER_SECOND
