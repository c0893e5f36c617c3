"""See also test_live.py: most of what these consumers do is seen with a real server."""

import json

from channels.testing import WebsocketCommunicator

from exercises import workspace
from exercises.consumers import NOT_YOURS, State


def open_state(client):
    communicator = WebsocketCommunicator(State.as_asgi(), "/ws/exercices/etat")
    communicator.scope |= {"client": [client, 5], "server": ["192.168.1.5", 8000]}
    return communicator


async def test_the_state_is_told_at_once(work):
    page = open_state("127.0.0.1")
    await page.connect()
    state = json.loads(await page.receive_from(timeout=10))
    assert state["done"] == 0
    assert state["live"] is None
    await page.disconnect()


async def test_a_neighbour_is_told_nothing(work):
    workspace.ensure_file()
    page = open_state("192.168.1.9")
    await page.connect()
    assert await page.receive_output() == {"type": "websocket.close", "code": NOT_YOURS}
