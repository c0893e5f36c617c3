"""Fixtures for the relay's tests: « Chez » is open, Greg has a tab."""

import asyncio

import pytest
from channels.db import aclose_old_connections, database_sync_to_async
from channels.layers import get_channel_layer

from pupils.models import Pupil
from relay import opening, origin, tunnels
from relay.models import Opening
from relay.reach import reach, reaches
from tests.relay.tabs import Tab, Visitor


@pytest.fixture
def chez(transactional_db, monkeypatch):
    """Both ports are there, and the teacher has opened « Chez »."""
    monkeypatch.setattr(origin, "ports", {"site": 8000, "chez": 8001})
    monkeypatch.setattr(tunnels, "jars", {})
    opening.open()
    return Opening.objects.get()


@pytest.fixture
def greg(chez):
    return Pupil.objects.create(name="Greg")


@pytest.fixture
async def open_tab(chez):
    """`open_tab(pupil, …)`: a tab whose tunnel is open; all leave when the test ends."""
    tabs = []

    async def open_tab(pupil, **options):
        tabs.append(await Tab(pupil, **options).opened())
        return tabs[-1]

    yield open_tab
    for tab in tabs:
        if not tab.task.done():
            await tab.close()
    here = reach()
    for task in here.tasks:
        task.cancel()
    await asyncio.gather(*here.tasks, return_exceptions=True)
    reaches.clear()
    await aclose_old_connections()
    await get_channel_layer().flush()


@pytest.fixture
async def tab(open_tab, greg):
    return await open_tab(greg)


@pytest.fixture
async def nathalie(tab):
    return await Visitor().enters()


@pytest.fixture
def on_site():
    """Run a function that asks the database, as a view would."""
    return database_sync_to_async
