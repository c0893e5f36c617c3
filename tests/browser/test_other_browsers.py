"""The chat and the lesson in Firefox ESR, which schools have, and in WebKitGTK, which stands for iPads."""

import pytest

from tests.browser import firefox, webkit
from tests.browser.driven import ENTER


@pytest.fixture(scope="module", params=[firefox, webkit], ids=["firefox", "webkit"])
def other_browser(request, tmp_path_factory):
    with request.param.running(tmp_path_factory.mktemp("browser")) as browser:
        yield browser


@pytest.fixture
def new_tab(other_browser):
    tabs = []

    def open_tab(url):
        tabs.append(other_browser.new_tab())
        tabs[-1].open(url)
        return tabs[-1]

    yield open_tab
    for tab in tabs:
        tab.close()


def say(tab, name, message, frame=None):
    tab.type("#in1", name, frame)
    tab.type("#in2", message + ENTER, frame)


def test_two_tabs_exchange_messages_in_the_plain_chat(site, new_tab):
    a, b = (new_tab(f"{site.url}/chat/simple/ailleurs") for _ in "AB")
    for tab in (a, b):
        tab.shows("2 participants au chat !", "#nbClients")
        tab.shows("Durée du chat", "#timeChat")
    say(a, "Greg", "coucou")
    b.type("#in1", "Nathalie")
    b.type("#in2", "ça va ?")
    b.click("#bpEnvoi")
    for tab in (a, b):
        tab.shows("Nathalie ça va ?", "#zoneMessage p")
        assert tab.texts("#zoneMessage p") == ["Greg coucou", "Nathalie ça va ?"]


def test_two_tabs_exchange_messages_in_the_real_chat(site, new_tab):
    a, b = (new_tab(f"{site.url}/chat/accueil") for _ in "AB")
    for tab in (a, b):
        tab.shows("Connecté", "#etat")
        tab.shows("2 participants", "#nbClients")
    say(a, "Greg", "coucou")
    b.shows("coucou", "#zoneMessage .text")
    say(b, "Nathalie", "ça va ?")
    a.shows("ça va ?", "#zoneMessage .text")
