"""One newcomer, step by step. What may happen in between is in test_races.py."""

import asyncio

from chat import history
from chat.hub import Hub
from chat.models import Message, Room
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


async def test_a_room_with_somebody_in_it_is_found_without_the_database(enter, monkeypatch):
    await enter()
    monkeypatch.setattr(Room.objects, "enter", lambda slug: 1 / 0)
    monkeypatch.setattr(history, "opening", lambda *args: 1 / 0)
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
