"""Fixtures for all tests."""

import pytest
from django.test import Client

from tests.servers import running_site


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """One real site for the whole run, without limits on how fast or how often one may talk."""
    no_limits = {"SHARED_ADDRESS": 1, "CHAT_RATE_PER_SOCKET": 0, "CHAT_RATE_PER_ROOM": 0, "CHAT_SOCKETS_PER_ADDRESS": 0}
    with running_site(tmp_path_factory.mktemp("site"), **no_limits) as running:
        yield running


@pytest.fixture
def client():
    """A browser at the teacher's PC, where staff may sign in."""
    return Client(SERVER_NAME="localhost")


@pytest.fixture
def admin_client(admin_user):
    client = Client(SERVER_NAME="localhost")
    client.force_login(admin_user)
    return client
