"""Writing in the chat: lines, drafts, names."""

import json
import re
import threading
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect
from websockets.sync.client import connect

from tests.browser.chatting import Pupil, open_room
from tests.browser.test_chat import PHONE

PROGRAM = "def f(x):\n    return x + 1\n\nprint(f(1))"


@pytest.fixture
def room(site, request):
    return open_room(site, request.node.name.removeprefix("test_")[:60])


@pytest.fixture
def enter(new_page, site, room):
    return lambda name="", query="", **options: Pupil(new_page(**options), site, room, name, query)


def height(locator):
    return locator.bounding_box()["height"]


@pytest.mark.parametrize("query", ["", "?envoi=bouton"])
def test_enter_sends_and_shift_enter_begins_a_line(enter, query):
    greg, nathalie = enter("Greg", query), enter("Nathalie")
    field = greg.page.locator("#in2")
    one_line = height(field)
    greg.types("def f(x):")
    field.press("Shift+Enter")
    field.type("    return x + 1")
    assert height(field) > one_line
    field.press("Enter")
    expect(field).to_have_value("")
    assert height(field) == one_line
    text = nathalie.page.locator("#zoneMessage .text")
    expect(text).to_be_visible()
    assert text.evaluate("text => text.innerText") == "def f(x):\n    return x + 1"


def test_a_program_that_is_pasted_keeps_its_spaces_and_its_lines(enter):
    greg, nathalie = enter("Greg"), enter("Nathalie")
    greg.says(f"\n\n{PROGRAM}\n\n")
    text = nathalie.page.locator("#zoneMessage .text")
    expect(text).to_be_visible()
    assert text.evaluate("text => text.innerText") == PROGRAM
    greg.says("    return 1\n    # suite")
    expect(text).to_have_count(2)
    assert text.last.evaluate("text => text.textContent") == "    return 1\n    # suite"


def test_enter_chooses_a_word_while_an_input_method_composes(enter):
    greg = enter("Greg")
    greg.types("にほん")
    field = greg.page.locator("#in2")
    for fields in ({"isComposing": True}, {"keyCode": 229}):
        field.evaluate(
            """(field, fields) => {
                const options = { key: "Enter", bubbles: true, cancelable: true, ...fields };
                const event = new KeyboardEvent("keydown", options);
                if (fields.keyCode) Object.defineProperty(event, "keyCode", { value: fields.keyCode });
                window.prevented = !field.dispatchEvent(event);
            }""",
            fields,
        )
        assert not greg.page.evaluate("window.prevented")
        expect(field).to_have_value("にほん")
    field.press("Enter")
    greg.sees("にほん")


def test_a_draft_survives_a_reload_and_going_back(enter, site):
    greg = enter("Greg")
    field = greg.page.locator("#in2")
    greg.types("une longue question\nsur deux lignes")
    greg.page.reload()
    expect(field).to_have_value("une longue question\nsur deux lignes")
    greg.page.goto(f"{site.url}/chat/")
    greg.page.go_back()
    expect(field).to_have_value("une longue question\nsur deux lignes")
    greg.is_connected()
    field.press("Enter")
    expect(field).to_have_value("")
    greg.page.reload()
    greg.is_connected()
    expect(field).to_have_value("")


@contextmanager
def elsewhere(site, room, name):
    """Somebody at another address has written « avant » under this name, and stays until the end of the block."""
    with connect(f"{site.ws_url}/ws/chat/{room}", source_address=("127.0.0.2", 0)) as socket:
        socket.send(json.dumps({"type": "message", "id": "0" * 16, "userName": name, "message": "avant"}))
        # One who does not read is taken for dead.
        threading.Thread(target=lambda: list(socket), daemon=True).start()
        yield


def test_one_s_own_ghost_gives_the_name_back_before_it_is_called_taken(enter, site, room):
    """A socket from another address holds the name, and leaves a while later: the server had not noticed yet."""
    with elsewhere(site, room, "Elise"):
        elise = enter("Elise")
        elise.sees("avant")
        elise.says("me revoilà")
        expect(elise.unsent).to_contain_text("Ce nom est déjà pris dans ce salon. Nouvel essai…")
    elise.sees("avant", "me revoilà")
    expect(elise.unsent).to_have_count(0)


def test_a_name_that_stays_taken_is_refused_in_the_end(new_page, site, room):
    with elsewhere(site, room, "Elise"):
        page = new_page()
        page.clock.install()
        thief = Pupil(page, site, room, "Elise")
        thief.sees("avant")
        thief.says("c’est moi")
        expect(thief.unsent).to_contain_text("Nouvel essai")
        page.clock.run_for(20_000)
        expect(thief.unsent).to_have_class(re.compile("refused"))
        expect(thief.unsent).to_contain_text("Ce nom est déjà pris dans ce salon.")
        expect(thief.unsent).not_to_contain_text("Nouvel essai")


def test_what_waits_in_a_room_that_is_deleted_is_told_so(new_page, site, room):
    page = new_page()
    page.route_web_socket(re.compile("/ws/chat/"), lambda socket: socket.on_message(lambda _: socket.close(code=4404)))
    greg = Pupil(page, site, room, "Greg", wait=False)
    greg.says("il y a quelqu’un ?")
    expect(greg.unsent).to_contain_text("Ce salon n’existe plus.")
    expect(page.locator("#nbClients")).to_be_empty()
    greg.unsent.get_by_role("button", name="Renvoyer").click()
    expect(greg.unsent).to_contain_text("Ce salon n’existe plus.")


SMALL = [{"width": 320, "height": 256}, {"width": 667, "height": 200}]


@pytest.mark.parametrize("viewport", SMALL, ids=["zoom of 400 %", "a phone lying flat"])
def test_a_very_low_window_shows_six_lines_and_the_field(enter, site, room, viewport):
    greg = enter("Greg", viewport=viewport)
    for n in range(12):
        greg.says(f"ligne {n}")
    expect(greg.lines).to_have_count(12)
    assert len([n for n in range(12) if in_sight(greg.page, greg.lines.nth(n))]) >= 6
    expect(greg.page.locator("#in2")).to_be_in_viewport(ratio=1)
    expect(greg.page.get_by_role("button", name="Envoyer")).to_be_in_viewport(ratio=1)
    assert greg.page.evaluate("document.documentElement.scrollWidth") == viewport["width"]
    navigation = greg.page.get_by_role("navigation")
    navigation.scroll_into_view_if_needed()
    expect(navigation).to_be_in_viewport()


def in_sight(page, line):
    """Whether the whole line is to be seen inside the log."""
    log, box = page.locator("#fil").bounding_box(), line.locator(".text").bounding_box()
    return log["y"] - 1 <= box["y"] and box["y"] + box["height"] <= log["y"] + log["height"] + 1


def test_a_phone_grows_the_field_without_leaving_the_window(enter):
    greg = enter("Greg", **PHONE)
    greg.types(PROGRAM * 10)
    expect(greg.page.get_by_role("button", name="Envoyer")).to_be_in_viewport(ratio=1)
    expect(greg.page.locator("#in2")).to_be_in_viewport(ratio=1)
