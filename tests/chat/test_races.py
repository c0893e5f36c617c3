"""What may happen between two steps, made to happen: each step is held until the other thing is done."""

import asyncio
import threading
import time

import pytest
from asgiref.sync import sync_to_async
from channels.layers import InMemoryChannelLayer

from chat import bus, history
from chat.announcements import announce_removed, announce_reset
from chat.hub import Hub
from chat.models import Message, Room
from tests.chat.clients import Client, message_event
from tests.chat.conftest import announced, eventually


class Held:
    """A function that stops before it returns what it has read, until it is released."""

    def __init__(self, function):
        self.function = function
        self.read, self.go = threading.Event(), threading.Event()
        self.calls = 0

    def __call__(self, *args):
        self.calls += 1
        answer = self.function(*args)
        self.read.set()
        self.go.wait(5)
        return answer

    async def reached(self):
        assert await asyncio.to_thread(self.read.wait, 5)


@pytest.fixture
def hold(monkeypatch):
    def hold(name):
        held = Held(getattr(history, name))
        monkeypatch.setattr(history, name, held)
        return held

    return hold


@sync_to_async
def fill(room, count):
    """Write messages as another process would, unannounced."""
    last = Room.objects.get(pk=room.pk).last_number
    numbers = range(last + 1, last + count + 1)
    Message.objects.bulk_create(
        Message(room=room, number=n, client_id=f"{n:016d}", user_name="Ailleurs", text=f"{n}") for n in numbers
    )
    Room.objects.filter(pk=room.pk).update(last_number=last + count)


@sync_to_async
def empty(room):
    room.empty()
    announce_reset(room)


async def test_a_room_emptied_while_somebody_arrives(enter, room, hold):
    await fill(room, 20)
    inside = await enter()
    opening = hold("opening")
    newcomer = await Client("/ws/chat/accueil", "after=10", "10.0.0.2", ()).open()
    await opening.reached()
    await empty(room)
    await inside.next("reset")
    opening.go.set()
    await newcomer.next("presence")
    await inside.say("nouveau")
    await asyncio.gather(
        *(client.until(lambda client=client: "nouveau" in client.texts()) for client in (inside, newcomer))
    )
    assert newcomer.texts() == ["nouveau"]
    assert [event["type"] for event in inside.received].count("reset") == 1
    await newcomer.leave()


async def test_a_newcomer_who_knows_of_a_reset_before_the_hub(enter, room, monkeypatch):
    monkeypatch.setattr("chat.upkeep.COMPARE_EVERY", 60)
    await fill(room, 20)
    inside = await enter()
    await sync_to_async(room.empty)()
    await fill(room, 3)
    newcomer = await enter(after=0)
    assert newcomer.texts() == ["1", "2", "3"]
    await inside.next("reset")
    await inside.until(lambda: inside.texts()[-3:] == ["1", "2", "3"])


async def test_a_look_at_the_database_from_before_a_reset_is_worth_nothing(enter, room, hold):
    await fill(room, 20)
    inside = await enter()
    state = hold("state")
    await state.reached()
    await empty(room)
    await inside.next("reset")
    await inside.say("nouveau")
    await inside.until(lambda: inside.texts()[-1] == "nouveau")
    state.go.set()
    await inside.say("encore")
    await inside.until(lambda: inside.texts()[-1] == "encore")
    assert [event["type"] for event in inside.received].count("reset") == 1
    assert inside.texts()[20:] == ["nouveau", "encore"]


async def test_a_page_from_before_a_reset_is_not_told(enter, room, hold):
    await fill(room, 20)
    inside = await enter()
    page_after = hold("page_after")
    await fill(room, 5)
    Hub.current().upkeep.doubt.set()
    await page_after.reached()
    await empty(room)
    await inside.next("reset")
    page_after.go.set()
    await inside.say("nouveau")
    await inside.until(lambda: inside.texts()[20:] == ["nouveau"])


async def test_a_removal_while_somebody_arrives_follows_the_page(enter, room, hold):
    await fill(room, 1)
    await enter()
    opening = hold("opening")
    newcomer = await Client("/ws/chat/accueil", "after=0", "10.0.0.2", ()).open()
    await opening.reached()
    [(key, numbers)] = (await sync_to_async(Message.objects.remove)(by="prof")).items()
    await sync_to_async(announce_removed)(key, numbers)
    opening.go.set()
    await newcomer.next("removed", number=1)
    assert [event["type"] for event in newcomer.received[:2]] == ["welcome", "messages"]
    await newcomer.leave()


async def test_the_teacher_saves_a_room_in_which_somebody_writes(enter, room, admin_client):
    """The form holds an old `last_number`: saving it would make the ledger count twice."""
    client = await enter()
    await client.say("un")
    await client.until(client.messages)
    stale = await Room.objects.aget()
    await client.say("deux")
    await client.until(lambda: "deux" in client.texts())
    stale.muted = False

    def save():
        from django.contrib import admin

        form = type("Form", (), {"changed_data": ["muted"]})
        admin.site.get_model_admin(Room).save_model(None, stale, form, change=True)

    await sync_to_async(save)()
    await client.say("trois")
    await client.until(lambda: "trois" in client.texts())


async def test_without_the_channel_layer_one_enters_at_once_and_time_goes_on(enter, monkeypatch):
    async def fail(*args):
        raise ConnectionError

    for method in ("group_add", "group_send", "send"):
        monkeypatch.setattr(InMemoryChannelLayer, method, fail)
    begin = time.monotonic()
    clients = await asyncio.gather(*(enter() for _ in range(6)))
    assert time.monotonic() - begin < 4
    for client in clients:
        await client.next("elapsed")
        await client.next("elapsed")


async def test_a_session_that_began_elsewhere_is_as_long_here(enter, room):
    client = await enter()
    message = announced("zz", {room.pk: (1, 600.0)})
    await Hub.current().mailbox.send(bus.CENSUS, message)
    await client.until(lambda: any(event.get("timeChat", 0) >= 600 for event in client.received))


async def test_a_server_that_raises_when_the_client_is_gone_leaves_no_ghost(enter, room):
    await fill(room, 3000)
    client = Client("/ws/chat/accueil", "after=0", "10.0.0.2", ())
    frames = []

    async def send(message):
        frames.append(message)
        if len(frames) > 4:
            raise OSError

    client._send = send
    await client.open()
    await eventually(lambda: len(frames) > 4)
    await client.to_app.put({"type": "websocket.disconnect", "code": 1001})
    await eventually(client.task.done)
    assert not list(Hub.current().rooms.get(room.pk).sockets)


async def test_newcomers_share_a_page_until_the_room_hears_something_new(enter, room, hold):
    await fill(room, 3)
    opening = hold("opening")
    crowd = [await Client("/ws/chat/accueil", "", f"10.0.0.{n}", ()).open() for n in range(10)]
    await opening.reached()
    await fill(room, 1)
    opening.go.set()
    await asyncio.gather(*(client.next("elapsed") for client in crowd))
    assert opening.calls == 1
    await crowd[0].until(lambda: crowd[0].texts() == ["1", "2", "3", "4"])  # told from the database, as to all others
    late = await enter()
    assert late.texts() == ["1", "2", "3", "4"]
    assert opening.calls == 2
    for client in crowd:
        assert client.texts() == ["1", "2", "3", "4"]
        await client.leave()


async def test_a_page_that_could_not_be_read_is_not_kept_for_the_next(enter, room, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(history, "opening", lambda *args: 1 / 0)
        assert (await enter()).code == 1013
    assert (await enter()).code is None


async def test_a_message_of_another_process_in_between_keeps_its_place(enter, room):
    """Number 1 was saved elsewhere, its broadcast is late: our own number 2 waits for it."""
    clients = [await enter(), await enter()]
    await fill(room, 1)
    await clients[0].say("2")
    await asyncio.gather(*(client.until(lambda client=client: len(client.messages()) == 2) for client in clients))
    for client in clients:
        assert client.texts() == ["1", "2"]


async def test_a_message_sent_again_waits_for_its_turn(enter, room, hold):
    """It was saved elsewhere and not told here yet: its answer must not overtake what comes before it."""
    client = await enter()
    state = hold("state")
    await state.reached()
    await fill(room, 3)
    client.to_app.put_nowait(message_event("3", f"{3:016d}", "Ailleurs"))
    await asyncio.to_thread(time.sleep, 0.1)
    assert client.texts() == []
    state.go.set()
    await client.until(lambda: client.texts() == ["1", "2", "3"])


async def test_a_message_sent_again_that_was_saved_too_late_to_be_told_is_looked_for(enter, room, monkeypatch):
    """Its sender was told that the store is busy; nobody was told that it was saved after all."""
    monkeypatch.setattr("chat.upkeep.COMPARE_EVERY", 60)
    client = await enter()
    await fill(room, 1)
    client.to_app.put_nowait(message_event("1", f"{1:016d}", "Ailleurs"))
    await client.until(lambda: client.texts() == ["1"])
