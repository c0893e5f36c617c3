"""The steps on the chat as a pupil does them: who sends, who receives, what is lost."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_lesson import DEADLINE, Lesson, page_of
from tests.servers import wait_until


@pytest.fixture
def lesson(page, site):
    """Entered from the site's first page and from a chat, as a visitor would, in one tab."""
    page.goto(site.url)
    page.goto(f"{site.url}/chat/accueil")
    return Lesson(page, site)


def enter(lesson, slug, *clients):
    """Open a step; return once its clients are in their rooms and the diagram has been wiped."""
    lesson.open(slug)
    for client in clients:
        expect(lesson.frame(client).locator("#nbClients")).to_contain_text("au chat")
        lesson.sees("GET /ws/chat/", "101 Switching Protocols", client=client)
        wait_until(lambda client=client: UNASKED in ways(lesson, client, "elapsed"), f"the opening of {client} is over")
    wipe(lesson)
    return lesson


def wipe(lesson):
    lesson.page.get_by_role("button", name="Effacer", exact=True).click()


def say(lesson, client, name, message, by="submit"):
    frame = lesson.frame(client)
    frame.locator("#in1").fill(name)
    frame.locator("#in2").fill(message)
    if by == "click":
        frame.locator("#bpEnvoi").click()
    else:
        frame.locator("#in2").press("Enter")


def shown(lesson, client, *lines):
    expect(lesson.frame(client).locator("#zoneMessage p")).to_have_text(lines)


def ways(lesson, client, type):
    """The frames of a type on a client's lifeline: (up or down, received unasked?) each."""
    named = [(row["label"], row["way"], row["unasked"]) for row in lesson.rows(client)]
    return [(way, unasked) for label, way, unasked in named if label.split(" ")[0] == type]


def travelled(lesson, client, type, *expected):
    wait_until(
        lambda: ways(lesson, client, type) == list(expected),
        f"{client}: {type} {expected}",
        DEADLINE,
        explain=lambda: str(lesson.rows()),
    )


ASKED_UP, ECHO, UNASKED = ("up", False), ("down", False), ("down", True)


def test_chat_formulaire_each_client_gets_its_own_message_only(lesson):
    lesson.open("chat-formulaire")
    lesson.settle(*page_of("/chat/formulaire"), *page_of("/chat/formulaire"))
    say(lesson, "A", "Greg", "coucou")
    lesson.sees("POST /chat/formulaire", "200 OK", client="A")
    expect(lesson.frame("A").get_by_text("coucou")).to_be_visible()
    assert lesson.arrows("B") == []
    lesson.do("reload", "B")
    lesson.sees("GET /chat/formulaire", "200 OK", client="B")
    expect(lesson.frame("B").get_by_text("Pas encore de message")).to_be_visible()


@pytest.mark.parametrize("client", ["A", "B"])
def test_chat_formulaire_the_page_does_not_give_the_answer_away(lesson, client):
    lesson.open("chat-formulaire", predict=False)
    expect(lesson.frame(client).locator("main")).not_to_contain_text("défaut")
    expect(lesson.page.get_by_text("chacun ne reçoit que son propre message")).to_be_hidden()
    lesson.page.locator(".predict .choice").first.click()
    expect(lesson.page.get_by_text("chacun ne reçoit que son propre message")).to_be_visible()


def test_websocket_both_ways_of_sending_travel_alike_and_reload_nothing(lesson):
    enter(lesson, "websocket", "A", "B")
    say(lesson, "A", "Greg", "coucou", by="submit")
    shown(lesson, "B", "Greg coucou")
    say(lesson, "B", "Nathalie", "ça va ?", by="click")
    for client in "AB":
        shown(lesson, client, "Greg coucou", "Nathalie ça va ?")
        assert not [label for label in lesson.arrows(client) if label.startswith(("GET", "POST"))]
    travelled(lesson, "A", "message", ASKED_UP, ECHO, UNASKED)
    travelled(lesson, "B", "message", UNASKED, ASKED_UP, ECHO)


def test_websocket_what_is_sent_during_a_cut_is_lost(lesson):
    enter(lesson, "websocket", "A", "B")
    lesson.do("cut", "B")
    expect(lesson.frame("B").locator("#avis")).to_contain_text("Connexion fermée")
    for message in ["un", "deux"]:
        say(lesson, "A", "Greg", message)
    shown(lesson, "A", "Greg un", "Greg deux")
    lesson.browser("B").get_by_role("button", name="Rétablir la connexion").click()
    lesson.sees("GET /ws/chat/simple/accueil", "101", client="B")
    say(lesson, "A", "Greg", "trois")
    shown(lesson, "B", "Greg trois")


def test_websocket_inner_html_is_dangerous_in_the_sandbox_only(lesson):
    lesson.open("websocket")
    sandbox = lesson.page.frame_locator(".playground iframe")
    expect(sandbox.get_by_role("heading", name="Code du voisin exécuté")).to_be_visible()
    code = lesson.page.get_by_label("Page à modifier")
    code.fill(code.input_value().replace("ligne.innerHTML", "ligne.textContent"))
    lesson.page.get_by_role("button", name="Exécuter").click()
    expect(sandbox.get_by_text("Regarde <img")).to_be_visible()
    expect(sandbox.get_by_role("heading", name="Chat dangereux")).to_be_visible()
    enter(lesson, "websocket", "A", "B")
    say(lesson, "A", "Greg", '<img src="data:," onerror="document.body.remove()">')
    shown(lesson, "B", 'Greg <img src="data:," onerror="document.body.remove()">')


def test_diffusion_b_receives_what_it_did_not_ask_for(lesson):
    enter(lesson, "diffusion", "A", "B")
    say(lesson, "A", "Greg", "coucou")
    shown(lesson, "B", "Greg coucou")
    travelled(lesson, "A", "message", ASKED_UP, ECHO)
    travelled(lesson, "B", "message", UNASKED)
    expect(lesson.page.locator(".diagram-row[data-client=B]").filter(has_text="coucou")).to_contain_text(
        "reçu sans l’avoir demandé"
    )


def test_participants_those_who_stay_learn_who_left(lesson):
    enter(lesson, "participants", "A", "B")
    expect(lesson.frame("A").locator("#nbClients")).to_have_text("2 participants au chat !")
    lesson.do("cut", "B")
    expect(lesson.frame("A").locator("#nbClients")).to_have_text("1 participant au chat !")
    travelled(lesson, "A", "presence", UNASKED)
    assert ways(lesson, "B", "presence") == []
    lesson.do("cut", "B")
    expect(lesson.frame("A").locator("#nbClients")).to_have_text("2 participants au chat !")
    travelled(lesson, "A", "presence", UNASKED, UNASKED)


def test_duree_the_server_tells_the_time_by_itself_second_by_second(lesson):
    enter(lesson, "duree", "A", "B")
    wait_until(lambda: all(len(ways(lesson, client, "elapsed")) >= 3 for client in "AB"), "three seconds", DEADLINE)
    assert {row["way"] for row in lesson.rows()} == {"down"}
    assert set(ways(lesson, "A", "elapsed") + ways(lesson, "B", "elapsed")) == {UNASKED}


def test_salons_a_message_stays_in_its_room(lesson):
    enter(lesson, "salons", "A", "B", "C")
    for client, salon in {"A": "cours", "B": "cours", "C": "pause"}.items():
        expect(lesson.address(client)).to_have_value(f"/chat/simple/{salon}")
    say(lesson, "A", "Greg", "coucou")
    shown(lesson, "B", "Greg coucou")
    say(lesson, "C", "Nathalie", "il y a quelqu’un ?")
    shown(lesson, "C", "Nathalie il y a quelqu’un ?")
    travelled(lesson, "A", "message", ASKED_UP, ECHO)
    travelled(lesson, "B", "message", UNASKED)
    travelled(lesson, "C", "message", ASKED_UP, ECHO)
    lesson.type_address("/chat/simple/cours", client="C")
    expect(lesson.frame("A").locator("#nbClients")).to_have_text("3 participants au chat !")
    expect(lesson.frame("C").locator("#zoneMessage p")).to_have_count(0)


def test_vrai_chat_a_cut_connection_catches_up_and_what_waited_is_sent(lesson):
    lesson.open("vrai-chat")
    texts = lesson.frame("B").locator("#zoneMessage .message .text")
    for client in "AB":
        expect(lesson.frame(client).get_by_text("Connecté", exact=True)).to_be_visible()
    lesson.do("cut", "B")
    expect(lesson.frame("B").get_by_text("Connexion coupée")).to_be_visible()
    for message in ["un", "deux"]:
        say(lesson, "A", "Greg", message)
        expect(lesson.frame("A").locator("#zoneMessage").get_by_text(message, exact=True)).to_be_visible()
    lesson.do("cut", "B")
    expect(texts).to_have_text(["un", "deux"])
    lesson.sees("GET /ws/chat/", "101", client="B")
    lesson.do("cut", "A")
    say(lesson, "A", "Greg", "trois")
    lesson.do("cut", "A")
    expect(texts).to_have_text(["un", "deux", "trois"])


def test_two_visitors_in_the_same_step_do_not_meet(lesson, new_page, site):
    enter(lesson, "diffusion", "A", "B")
    neighbour = enter(Lesson(new_page(), site), "diffusion", "A", "B")
    say(lesson, "A", "Greg", "coucou")
    shown(lesson, "B", "Greg coucou")
    expect(lesson.frame("A").locator("#nbClients")).to_have_text("2 participants au chat !")
    say(neighbour, "A", "Nathalie", "ici")
    shown(neighbour, "B", "Nathalie ici")
    shown(lesson, "B", "Greg coucou")
