import pytest
from django.core.cache import cache
from django.test import Client

from pupils.identity import CLAIM, PRESENT
from pupils.models import Pupil


@pytest.fixture(autouse=True)
def nobody_locked():
    cache.clear()
    yield
    cache.clear()


class Browser(Client):
    """A pupil's browser, at an address of its own, that reads JSON."""

    def __init__(self, address="192.0.2.1"):
        super().__init__(REMOTE_ADDR=address, HTTP_ACCEPT="application/json")

    def take(self, name):
        return self.post("/eleve/nom", {"pseudonyme": name})

    def come_back(self, name, code):
        return self.post("/eleve/retour", {"pseudonyme": name, "code": code})

    def close(self):
        """The browser is closed: what lives as long as its session goes."""
        del self.cookies[PRESENT]

    @property
    def claim(self):
        return self.cookies[CLAIM].value


@pytest.fixture
def browser(db):
    return Browser()


@pytest.fixture
def alice(browser):
    browser.take("Alice")
    return Pupil.objects.get()


@pytest.fixture
def other():
    return Browser("192.0.2.2")
