"""Every page, by day and by night, on a school PC and on a phone: axe finds nothing and nothing sticks out.

`/hello` is left out: the lesson's first page is a bare paragraph, which has no title or language to find.
"""

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import violations

PAGES = {
    "/": 200,
    "/page2": 200,
    "/suivante": 200,
    "/javascript": 200,
    "/formulaire": 200,
    "/bonjour?Nom=Dupont&Prénom=Bob": 200,
    "/bonjour?Nom=Dupont": 200,
    "/composants": 200,
    "/composants?niveau=Terminale&jour=jeudi": 200,
    "/lecon/": 200,
    "/lecon/carnet": 200,
    "/lecon/fiche": 200,
    "/lecon/visites": 200,
    "/rejoindre": 200,
    "/rien": 404,
    "/chat/": 200,
    "/chat/accueil": 200,
    "/chat/accueil?envoi=bouton": 200,
    "/chat/formulaire": 200,
    "/vie-privee": 200,
    "/poste": 200,
    "/sante": 200,
    "/entrer": 410,
    "/mon-serveur/": 200,
    "/chez/": 200,
    "/exercices/": 200,
}
DESK = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
LOOKS = [(DESK, "light"), (PHONE, "dark")]


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_and_nothing_sticks_out(new_page, site, expected_problems, path):
    expected_problems += ["status of 404", "status of 410"]
    page = new_page(reduced_motion="reduce")
    assert page.goto(site.url + path).status == PAGES[path]
    for size, colors in LOOKS:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=colors)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_the_first_key_offers_to_skip_the_header(page, site):
    page.goto(f"{site.url}/chat/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_the_theme_can_be_chosen_and_is_remembered(page, site):
    paper = {"light": "rgb(247, 246, 243)", "dark": "rgb(21, 23, 28)"}
    page.goto(f"{site.url}/chat/")
    body = page.locator("body")
    expect(page.get_by_role("radio", name="Comme l’ordinateur")).to_be_checked()
    expect(body).to_have_css("background-color", paper["light"])
    page.get_by_role("radio", name="Sombre").check()
    expect(body).to_have_css("background-color", paper["dark"])
    page.reload()
    expect(body).to_have_css("background-color", paper["dark"])
    expect(page.get_by_role("radio", name="Sombre")).to_be_checked()
    page.get_by_role("radio", name="Comme l’ordinateur").check()
    expect(body).to_have_css("background-color", paper["light"])
    page.emulate_media(color_scheme="dark")
    expect(body).to_have_css("background-color", paper["dark"])


def test_other_pages_that_are_open_follow_the_theme(page, site):
    page.goto(f"{site.url}/chat/")
    other = page.context.new_page()
    other.goto(f"{site.url}/chat/")
    page.get_by_role("radio", name="Sombre").check()
    expect(other.get_by_role("radio", name="Sombre")).to_be_checked()
    expect(other.locator("html")).to_have_attribute("data-theme", "dark")
