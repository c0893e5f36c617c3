import pytest

from chat import history
from chat.database import Unavailable
from chat.hub import Hub
from chat.models import Room
from tests.chat.clients import Client
from tests.chat.conftest import eventually


@pytest.fixture
async def lobby(enter):
    lobby = await Client("/ws/chat/", "", "10.0.0.9", ()).open()
    await lobby.until(lambda: lobby.received)
    yield lobby
    await lobby.leave()


async def test_the_lobby_shows_every_room_at_once(lobby):
    accueil = {"slug": "accueil", "title": "Accueil", "nbClients": 0}
    assert await lobby.next("rooms") == {"type": "rooms", "rooms": [accueil]}


async def test_it_follows_who_comes_and_goes(lobby, enter):
    client = await enter()
    accueil = {"slug": "accueil", "title": "Accueil", "nbClients": 1}
    assert await lobby.next("rooms_changed") == {"type": "rooms_changed", "rooms": [accueil], "gone": []}
    await client.leave()
    assert (await lobby.next("rooms_changed"))["rooms"] == [accueil | {"nbClients": 0}]


async def test_a_room_that_opens_appears_unless_it_is_unlisted(lobby):
    await Room.objects.acreate(title="Leçon", listed=False)
    await Room.objects.acreate(title="Devoirs")
    changed = await lobby.next("rooms_changed")
    assert (slugs(changed), changed["gone"]) == (["devoirs"], [])


async def test_a_room_that_is_renamed_or_gone_is_told(lobby):
    devoirs = await Room.objects.acreate(title="Devoirs")
    await lobby.next("rooms_changed")
    await Room.objects.filter(slug="accueil").aupdate(title="Bienvenue")
    await devoirs.adelete()
    told = []
    while len(told) < 2:
        changed = await lobby.next("rooms_changed")
        told += [room["title"] for room in changed["rooms"]] + changed["gone"]
    assert told == ["Bienvenue", "devoirs"]


async def test_the_whole_list_goes_to_newcomers_alone_whatever_happens(lobby, enter):
    """With 500 rooms it is 26 kB."""
    await Room.objects.abulk_create(Room(title=f"Salon {n}", slug=f"salon-{n}") for n in range(500))
    await lobby.next("rooms_changed")
    client = await enter("salon-7")
    changed = await lobby.next("rooms_changed")
    assert slugs(changed) == ["salon-7"]
    newcomer = await Client("/ws/chat/", "", "10.0.0.8", ()).open()
    listed = await newcomer.next("rooms")
    assert [room["slug"] for room in listed["rooms"] if room["nbClients"]] == ["salon-7"]
    await client.leave()
    for reader in (lobby, newcomer):
        assert slugs(await reader.next("rooms_changed")) == ["salon-7"]
        assert [event["type"] for event in reader.received].count("rooms") == 1
    await newcomer.leave()


async def test_who_comes_while_the_database_does_not_answer_is_shown_the_list_later(lobby, monkeypatch):
    answers = history.listed_rooms

    def fail():
        raise Unavailable

    monkeypatch.setattr(history, "listed_rooms", fail)
    newcomer = await Client("/ws/chat/", "", "10.0.0.8", ()).open()
    await eventually(lambda: Hub.current().lobby.newcomers)
    monkeypatch.setattr(history, "listed_rooms", answers)
    assert slugs(await newcomer.next("rooms")) == ["accueil"]
    await newcomer.leave()


def slugs(event):
    return [room["slug"] for room in event["rooms"]]
