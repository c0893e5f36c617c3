import pytest

from chat.models import Room
from tests.chat.clients import Client


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
    await lobby.until(lambda: lobby.received[-1]["rooms"][0]["nbClients"] == 1)
    await client.leave()
    await lobby.until(lambda: lobby.received[-1]["rooms"][0]["nbClients"] == 0)


async def test_a_room_that_opens_appears_unless_it_is_unlisted(lobby):
    await Room.objects.acreate(title="Leçon", listed=False)
    await Room.objects.acreate(title="Devoirs")
    await lobby.until(lambda: [room["slug"] for room in lobby.received[-1]["rooms"]] == ["accueil", "devoirs"])
