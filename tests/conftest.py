"""Fixtures for all tests."""

import pytest
from django.test import Client
from django.test.utils import override_settings

from tests import first_rows
from tests.servers import running_site


@pytest.fixture(scope="session", autouse=True)
def quick_passwords():
    """A password is kept in a way that costs nothing, instead of the half second that makes guessing slow."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """pytest-django's own database, which each test finds as it was at first."""
    with django_db_blocker.unblock():
        give_back = first_rows.put_back_after_each_test()
    yield
    give_back()


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
