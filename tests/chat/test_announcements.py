from asgiref.sync import sync_to_async
from channels.layers import InMemoryChannelLayer

from chat.announcements import announce_removed, announce_reset, announce_room
from chat.models import Message
from tests.chat.conftest import eventually


async def test_a_removed_message_disappears_at_once(enter, monkeypatch):
    monkeypatch.setattr("chat.upkeep.COMPARE_EVERY", 60)
    client = await enter()
    await client.say("gros mot")
    await client.until(client.messages)
    [(key, numbers)] = (await sync_to_async(Message.objects.remove)(by="prof")).items()
    await sync_to_async(announce_removed)(key, numbers)
    await client.next("removed", number=1)


async def test_an_emptied_room_starts_again_at_once(enter, room):
    client = await enter()
    await sync_to_async(room.empty)()
    await sync_to_async(announce_reset)(room)
    await client.next("reset", epoch=room.epoch)


async def test_a_room_that_is_silenced_closed_or_renamed_says_so_at_once(enter, room, monkeypatch):
    client = await enter()
    monkeypatch.setattr("chat.history.state", lambda keys: 1 / 0)  # the database is no help
    for change in ({"muted": True}, {"muted": False}, {"closed": True}, {"title": "Salle 12", "closed": False}):
        for field, value in change.items():
            setattr(room, field, value)
        await room.asave(update_fields=change)
        await sync_to_async(announce_room)(room)
        await client.next("room", title=room.title, closed=room.closed, muted=room.muted)


async def test_a_layer_that_is_down_does_not_fail_the_view(enter, room, monkeypatch, caplog):
    async def fail(*args):
        raise ConnectionError

    monkeypatch.setattr(InMemoryChannelLayer, "group_send", fail)
    await sync_to_async(announce_reset)(room)
    await eventually(lambda: True)
