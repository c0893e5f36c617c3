"""Fixtures for the guards' tests."""

import signal

import pytest

from tests.nsi_site.echo import EchoSite
from tests.servers import running

SERVERS = ["nsi_site.server", "nsi_site.uvicorn_server"]
FAST = ("--ping-interval", "1", "--ping-timeout", "2", "--websocket_connect_timeout", "1")


@pytest.fixture(scope="package", params=SERVERS)
def echo_site(request, tmp_path_factory):
    """Each guarded server, in a hurry, in front of the application of `echo.py`."""
    site = EchoSite(tmp_path_factory.mktemp("echo"), FAST, {"CHAT_SOCKETS_PER_ADDRESS": 0})
    site.module = request.param
    with running(site):
        yield site


@pytest.fixture
def interruptible():
    """A background job of a shell ignores SIGINT, and so would what it starts."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)
