"""What may happen between two steps, made to happen: each step is held until the other thing is done."""

import asyncio
import threading
import time

import pytest
from asgiref.sync import sync_to_async
from channels.layers import InMemoryChannelLayer

from chat import groups, history
from chat.announcements import announce_removed, announce_reset
from chat.hub import Hub
from chat.models import Message, Room
from tests.chat.clients import Client
from tests.chat.conftest import eventually


class Held:
    """A function that stops before it returns what it has read, until it is released."""

    def __init__(self, function):
        self.function = function
        self.read, self.go = threading.Event(), threading.Event()

    def __call__(self, *args):
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
    newcomer = await Client("/ws/chat/accueil", "", "10.0.0.2", ()).open()
    await opening.reached()
    await empty(room)
    await inside.next("reset")
    opening.go.set()
    await newcomer.next("presence")
    await inside.say("nouveau")
    await newcomer.until(lambda: newcomer.texts()[-1:] == ["nouveau"])
    await newcomer.leave()


async def test_a_newcomer_who_knows_of_a_reset_before_the_hub(enter, room, monkeypatch):
    monkeypatch.setattr("chat.hub.COMPARE_EVERY", 60)
    await fill(room, 20)
    inside = await enter()
    await sync_to_async(room.empty)()
    await fill(room, 3)
    newcomer = await enter()
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
    Hub.current().doubt.set()
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
    newcomer = await Client("/ws/chat/accueil", "", "10.0.0.2", ()).open()
    await opening.reached()
    message = await Message.objects.select_related("room").aget()
    await sync_to_async(message.remove)()
    await sync_to_async(announce_removed)(message)
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
    message = groups.census_message("zz", [[room.pk, 1, time.time() - 600]])
    await Hub.current().channel.send(groups.CENSUS, message)
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
    assert not Hub.current().rooms[room.pk].sockets
