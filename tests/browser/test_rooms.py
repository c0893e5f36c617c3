"""The list of rooms, live."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.chatting import Pupil, open_room


@pytest.fixture
def rooms(page, site):
    page.goto(f"{site.url}/chat/")
    return page


def frames_of(socket):
    """The types of the frames that a page's socket gets, as they come."""
    types = []
    socket.on("framereceived", lambda frame: types.append(json.loads(frame)["type"]))
    return types


def card(rooms, title):
    return rooms.locator(".room-card", has_text=title)


def test_a_room_opens_under_any_french_title(rooms, site):
    rooms.get_by_label("Titre du salon").fill("Salon des élèves")
    rooms.get_by_role("button", name="Ouvrir le salon").click()
    expect(rooms).to_have_url(f"{site.url}/chat/salon-des-eleves")
    expect(rooms.get_by_role("heading", level=1)).to_have_text("Mon premier chat : Salon des élèves")


def test_the_counts_are_live_and_so_are_rooms_that_others_open(rooms, new_page, site):
    told = []  # a list for each socket that the page opens
    rooms.on("websocket", lambda socket: told.append(frames_of(socket)))
    rooms.reload()
    card(rooms, "Accueil").focus()
    slug = open_room(site, "Œuvres & cætera")
    count = card(rooms, "Œuvres & cætera").locator(".badge")
    expect(count).to_have_text("0 participant")
    expect(rooms.locator(".room-card").last).to_contain_text("Œuvres & cætera")
    expect(card(rooms, "Accueil")).to_be_focused()
    greg = Pupil(new_page(), site, slug, "Greg")
    expect(count).to_have_text("1 participant")
    Pupil(new_page(), site, slug, "Nathalie")
    expect(count).to_have_text("2 participants")
    greg.page.close()
    expect(count).to_have_text("1 participant")
    assert told[-1].count("rooms") == 1  # then what changes comes alone
    card(rooms, "Œuvres & cætera").click()
    expect(rooms.locator("#nbClients")).to_have_text("2 participants au chat !")


def test_a_title_that_cannot_be_shown_is_refused_with_the_reason(rooms):
    rooms.get_by_label("Titre du salon").fill("invisible\u202e")
    rooms.get_by_role("button", name="Ouvrir le salon").click()
    expect(rooms.get_by_role("alert")).to_contain_text("caractères invisibles")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_page_of_the_rooms(new_page, site, scheme):
    page = new_page(color_scheme=scheme, viewport={"width": 390, "height": 844})
    page.goto(f"{site.url}/chat/")
    expect(page.locator(".room-card").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
