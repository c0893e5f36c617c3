import asyncio
from datetime import timedelta

from asgiref.sync import sync_to_async
from django.utils import timezone

from chat import private
from chat.hub import Hub
from chat.models import Room
from tests.chat.clients import cookie_of
from tests.chat.conftest import eventually
from tests.chat.test_races import fill


async def test_a_change_of_the_room_that_was_not_announced_is_told(enter, room):
    client = await enter()
    await Room.objects.filter(pk=room.pk).aupdate(title="Salle 12", closed=True)
    await client.next("room", title="Salle 12", closed=True)
    Hub.current().upkeep.doubt.set()
    await fill(room, 1)
    await client.until(client.messages)
    assert [event["closed"] for event in client.received if event["type"] == "room"] == [False, True]


async def test_messages_that_were_purged_are_passed_over(enter, room):
    client = await enter()
    await fill(room, 4)
    await room.messages.filter(number__lt=4).adelete()
    await client.until(lambda: client.texts() == ["4"])
    await client.say("5")
    await client.until(lambda: client.texts() == ["4", "5"])
    await room.messages.all().adelete()
    await Room.objects.filter(pk=room.pk).aupdate(last_number=9)
    await eventually(lambda: Hub.current().rooms.get(room.pk).delivered == 9)


async def test_a_private_room_is_kept_while_somebody_is_there_and_deleted_a_day_later(enter, room, monkeypatch):
    monkeypatch.setattr("chat.upkeep.PURGE_EVERY", 0.05)
    slugs = [private.make_slug(id) for id in ("a", "b")]
    await enter(slugs[0], headers=[cookie_of("a")])
    await sync_to_async(Room.objects.enter)(slugs[1])
    rooms = Room.objects.filter(kept_until__isnull=False)
    await rooms.aupdate(kept_until=timezone.now() - timedelta(seconds=1))
    async with asyncio.timeout(20):
        while [slug async for slug in rooms.values_list("slug", flat=True)] != slugs[:1]:
            await asyncio.sleep(0.02)
    assert await Room.objects.filter(pk=room.pk).aexists()


async def test_an_older_database_that_was_put_back_begins_a_new_epoch(enter, room):
    client = await enter()
    for text in ("1", "2", "3"):
        await client.say(text)
    await client.until(lambda: client.texts() == ["1", "2", "3"])
    await room.messages.filter(number__gt=1).adelete()
    await Room.objects.filter(pk=room.pk).aupdate(last_number=1)
    await client.say("again")  # gets a number that was given before
    reset = await client.next("reset")
    assert reset["epoch"] != room.epoch
    back = await enter(query=f"after=0&epoch={reset['epoch']}")
    assert back.texts() == ["1", "again"]
