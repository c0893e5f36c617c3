import asyncio

import pytest
from asgiref.testing import ApplicationCommunicator
from prometheus_client import REGISTRY

from nsi_site.asgi import application
from nsi_site.doors import SocketDoor

pytestmark = pytest.mark.django_db(transaction=True)
TOKEN = "a-word-that-only-prometheus-knows"


async def ask(*headers):
    """The status and the body of `GET /metrics`, as a scraper asks one process by its own port."""
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/metrics",
        "raw_path": b"/metrics",
        "root_path": "",
        "query_string": b"",
        "headers": [(b"host", b"testserver"), *headers],
        "client": ["127.0.0.1", 50000],
        "server": ["127.0.0.1", 8001],
    }
    asked = ApplicationCommunicator(application, scope)
    await asked.send_input({"type": "http.request", "body": b"", "more_body": False})
    status = (await asked.receive_output(5))["status"]
    return status, (await asked.receive_output(5))["body"].decode()


async def test_who_shows_the_token_reads_all_figures(settings):
    settings.METRICS_TOKEN, settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = TOKEN, ["nsi.example"], True
    status, text = await ask((b"authorization", f"Bearer {TOKEN}".encode()))
    assert status == 200
    for name in ("sockets", "rooms", "messages_stored_total", "queue", "holes_filled_total", "clients_dropped_total"):
        assert f"\nnsi_chat_{name} " in text
    for name in ("batch", "fan_out", "broadcast"):
        assert f"\nnsi_chat_{name}_seconds_bucket{{" in text
    assert "\nnsi_sockets " in text


@pytest.mark.parametrize("said", [b"", b"Bearer ", b"Bearer other", TOKEN.encode(), b"Bearer \xff"])
async def test_others_are_told_that_there_is_no_such_page(settings, said):
    settings.METRICS_TOKEN = TOKEN
    assert (await ask((b"authorization", said)))[0] == 404
    assert (await ask())[0] == 404


async def test_without_a_token_there_is_none():
    assert (await ask((b"authorization", b"Bearer ")))[0] == 404


async def test_every_websocket_counts_while_it_is_open():
    end = asyncio.Event()

    async def app(scope, receive, send):
        await end.wait()

    scope = {"type": "websocket", "path": "/ws/anything", "client": ["10.0.0.1", 1], "headers": []}
    before = REGISTRY.get_sample_value("nsi_sockets")
    socket = asyncio.ensure_future(SocketDoor(app)(scope, None, None))
    await asyncio.sleep(0)
    assert REGISTRY.get_sample_value("nsi_sockets") == before + 1
    end.set()
    await socket
    assert REGISTRY.get_sample_value("nsi_sockets") == before
