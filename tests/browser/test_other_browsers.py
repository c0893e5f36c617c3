"""The chat and the lesson in Firefox ESR, which schools have, and in WebKitGTK, which stands for iPads."""

from tests.browser.driven import ENTER
from tests.servers import wait_until


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


IS_ORANGE = """
  const title = document.querySelector(arguments[0]).contentDocument.querySelector("h1");
  return getComputedStyle(title).color === "rgb(255, 165, 0)";
"""
# The directions of a client's frames that hold a text, as "up,down".
WAYS = """
  const rows = Array.from(document.querySelectorAll(`.diagram-row[data-client=${arguments[0]}]`));
  const meant = rows.filter((row) => row.textContent.includes(arguments[1]));
  return meant.map((row) => (row.dataset.to === "server" ? "up" : "down")).join();
"""


def frame_of(client):
    return f".browser[data-client={client}] iframe"


def open_step(tab, site, slug):
    """From the site's first page, in one tab; what the step asks to predict is answered."""
    tab.open(site.url)
    tab.open(f"{site.url}/lecon/{slug}")
    tab.run("document.querySelectorAll('.predict .choice[data-right]').forEach((choice) => choice.click());")


def arrows(tab, client):
    return tab.texts(f".diagram-row[data-client={client}] .diagram-label-text")


def test_the_step_on_the_server_draws_a_request_and_its_response(site, new_tab):
    tab = new_tab(site.url)
    open_step(tab, site, "serveur")
    tab.shows("Hello World!", "p", frame_of("A"))
    tab.shows("200 OK", ".diagram-label-text")
    assert arrows(tab, "A")[:2] == ["GET /hello", "200 OK"]


def test_the_step_on_javascript_turns_its_title_orange(site, new_tab):
    tab = new_tab(site.url)
    open_step(tab, site, "javascript")
    tab.shows("/static/pages/script.js", ".diagram-label-text")
    tab.click("h1 button", frame_of("A"))
    tab.until(IS_ORANGE, frame_of("A"))


def test_the_step_on_the_websocket_draws_who_receives(site, new_tab):
    tab = new_tab(site.url)
    open_step(tab, site, "websocket")
    for client in "AB":
        tab.shows("2 participants au chat !", "#nbClients", frame_of(client))
        # The first second is the opening, which is folded.
        wait_until(lambda client=client: tab.run(WAYS, client, "elapsed"), f"the opening of {client}")
    say(tab, "Greg", "coucou", frame_of("A"))
    tab.shows("Greg coucou", "#zoneMessage p", frame_of("B"))
    for client, ways in {"A": "up,down", "B": "down"}.items():
        wait_until(lambda client=client: tab.run(WAYS, client, "coucou"), f"frames of {client}")
        assert tab.run(WAYS, client, "coucou") == ways
    assert "101 Switching Protocols" in arrows(tab, "A")
