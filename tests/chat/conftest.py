import asyncio
import time
from functools import partialmethod

import pytest
from channels.db import aclose_old_connections
from channels.layers import get_channel_layer

from chat import bus, quotas
from chat.hub import Hub
from chat.models import Room
from chat.rates import Bucket
from tests.chat import clients


@pytest.fixture(autouse=True)
def nothing_taken():
    """Each test begins with the whole of its quotas."""
    for meter in (quotas.received, quotas.stored, quotas.history, quotas.rooms):
        meter.buckets.clear()
        meter.told_at = -quotas.SILENCE


@pytest.fixture
def room(transactional_db):
    return Room.objects.get_or_create(slug="accueil", defaults={"title": "Accueil"})[0]


@pytest.fixture
async def enter(room, monkeypatch):
    """`enter(slug, …)`: a client in a room. Everybody leaves and the hub stops when the test ends."""
    inside = []

    async def enter(*args, **kwargs):
        inside.append(await clients.enter(*args, **kwargs))
        return inside[-1]

    yield enter
    for client in inside:
        await client.leave()
    await Hub.current().stop()
    await aclose_old_connections()  # the test's own: the next one may not be allowed to touch the database
    await get_channel_layer().flush()


@pytest.fixture
def limits(settings):
    """No limit but those a test sets."""
    settings.CHAT_RATE_PER_SOCKET = settings.CHAT_RATE_PER_ROOM = 0
    return settings


@pytest.fixture
def nothing_refills(monkeypatch):
    """No time passes for the buckets made from now on: what is counted does not depend on how fast the machine is."""
    monkeypatch.setattr(Bucket, "__init__", partialmethod(Bucket.__init__, now=lambda: 0))


async def eventually(condition, deadline=20):
    async with asyncio.timeout(deadline):
        while not condition():
            await asyncio.sleep(0.01)


def announced(process, rooms, sequence=1, **options):
    """A snapshot of another process, as it comes over the layer. `rooms`: key → (sockets, age of the session)."""
    now = time.monotonic()
    rooms = {key: (sockets, now - age) for key, (sockets, age) in rooms.items()}
    return bus.census_message(bus.Announcement(process, sequence, rooms, **{"snapshot": True} | options))
