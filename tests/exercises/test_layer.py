import pytest

from exercises import layer


@pytest.fixture
def told(monkeypatch):
    events = []
    monkeypatch.setattr(layer.report, "event", lambda kind, **fields: events.append(fields))
    return events


async def test_calls_are_told_and_members_who_left_are_counted(told):
    watched = layer.WatchedLayer()
    greg, nathalie = await watched.new_channel(), await watched.new_channel()
    await watched.group_add("chat", greg)
    await watched.group_add("chat", nathalie)
    watched.departed.add(nathalie)
    await watched.group_send("chat", {"type": "chat.message"})
    await watched.send(greg, {"type": "chat.private"})
    assert [call["call"] for call in told] == ["group_add", "group_add", "group_send", "send"]
    assert (told[2]["members"], told[2]["ghosts"]) == (2, 1)


async def test_a_consumer_knows_its_own_channels():
    own = []
    token = layer.own_channels.set(own)
    name = await layer.WatchedLayer().new_channel()
    layer.own_channels.reset(token)
    assert own == [name]
