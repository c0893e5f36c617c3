"""One newcomer, step by step. What may happen in between is in test_races.py."""

import asyncio
import threading

from chat import history
from chat.arrivals import READINGS, Arrivals
from chat.database import Unavailable
from chat.hub import Hub
from chat.models import Message
from tests.chat.clients import Client
from tests.chat.conftest import eventually
from tests.chat.test_races import fill


async def test_a_newcomer_learns_the_room_s_state(enter, room):
    room.muted = True
    await room.asave()
    [state] = [event for event in (await enter()).received if event["type"] == "room"]
    assert state == {"type": "room", "title": "Accueil", "closed": False, "muted": True}


async def test_one_who_comes_back_gets_all_removals_in_one_frame(enter, room):
    await fill(room, 30)
    await Message.objects.filter(number__lte=20).aupdate(text="", removed_at=room.created_at)
    back = await enter(after=25, epoch=room.epoch)
    assert [event["type"] for event in back.received[:3]] == ["welcome", "removals", "messages"]
    assert back.received[1]["numbers"] == list(range(1, 21))


async def test_of_a_crowd_only_a_few_are_in_the_reader_s_queue_whose_seconds_are_counted():
    class Reader:
        waiting = most = 0

        async def run(self, *question):
            self.waiting += 1
            self.most = max(self.most, self.waiting)
            await asyncio.sleep(0)
            self.waiting -= 1
            return question

    reader = Reader()
    arrivals = Arrivals(rooms=None, mailbox=None, reader=reader, presence=None, upkeep=None)
    answers = await asyncio.gather(*(arrivals._read("room", number) for number in range(200)))
    assert answers == [("room", number) for number in range(200)]
    assert reader.most == READINGS


async def test_a_room_with_somebody_in_it_is_found_without_the_database(enter, monkeypatch):
    await enter()
    monkeypatch.setattr(Hub.current().arrivals, "_read", lambda *question: 1 / 0)
    assert (await enter()).code is None


async def test_messages_beyond_what_the_room_was_told_are_looked_up_for_the_others(enter, room, monkeypatch):
    monkeypatch.setattr("chat.upkeep.COMPARE_EVERY", 60)
    inside = await enter()
    await asyncio.sleep(0)
    Hub.current().upkeep.doubt.set()  # its wait of two seconds is over: from now on it is sixty
    await fill(room, 3)
    newcomer = await enter(after=0)
    assert newcomer.texts() == ["1", "2", "3"]
    await inside.until(lambda: inside.texts() == ["1", "2", "3"])


async def test_those_who_come_back_together_share_what_is_read_for_them(enter, room, monkeypatch):
    await fill(room, 900)
    asked, read = [], history.page_after
    monkeypatch.setattr(history, "page_after", lambda *question: asked.append(question) or read(*question))
    clients = await asyncio.gather(*(enter(after=after, epoch=room.epoch) for after in [10] * 5 + [30] * 5))
    for client, first in zip(clients, [11] * 5 + [31] * 5, strict=True):
        assert [message["number"] for message in client.messages()] == list(range(first, 901))
    assert sorted(number for _key, number in asked) == [10, 30, 210, 230, 400, 600, 800]


async def test_what_was_read_for_others_is_read_again_after_something_new(enter, room):
    await fill(room, 3)
    assert (await enter(after=1, epoch=room.epoch)).texts() == ["2", "3"]
    writer = await enter()
    await writer.say("4", id="not-one-of-fill-s")
    await writer.until(lambda: "4" in writer.texts())
    assert (await enter(after=1, epoch=room.epoch)).texts() == ["2", "3", "4"]


async def test_what_could_not_be_read_for_one_who_has_left_is_read_again_for_the_next(enter, room, monkeypatch):
    await enter()
    live, gate = Hub.current().rooms.get(room.pk), asyncio.Event()

    async def fail(*question):
        await gate.wait()
        raise Unavailable

    with monkeypatch.context() as broken:
        broken.setattr(Hub.current().arrivals, "_read", fail)
        reading = asyncio.create_task(Hub.current().arrivals._shared(live, history.opening, room.pk, None, ""))
        live.answers.clear()
        await asyncio.sleep(0)
        [answer] = live.answers.values()
        reading.cancel()
        gate.set()
        await asyncio.wait([reading, answer])
    assert (await enter()).code is None


async def test_nothing_more_is_read_for_one_who_leaves_before_all_is_told(room, enter, monkeypatch):
    await fill(room, 900)
    await enter()
    reads, go_on, read = [], threading.Event(), history.following

    def hold(*question):
        reads.append(question)
        assert go_on.wait(20)
        return read(*question)

    monkeypatch.setattr(history, "following", hold)
    client = await Client("/ws/chat/accueil", "after=0", "10.0.0.1", ()).open()
    await eventually(lambda: reads)
    await client.leave()  # while the second page is read
    assert client.task.done()
    go_on.set()
    await enter()
    assert len(reads) == 1


async def test_what_is_said_before_one_has_arrived_is_heard_in_its_order(room, enter, monkeypatch):
    monkeypatch.setattr("chat.consumers.MAX_EARLY", 3)
    client = await Client("/ws/chat/accueil", "", "10.0.0.1", ()).open()
    for text in "abcde":
        await client.say(text)
    await client.until(lambda: client.texts() == list("abcde"))
    await client.leave()
