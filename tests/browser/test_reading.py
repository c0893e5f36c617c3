"""« Confort de lecture »: one choice for all pages of the shell, and pages that bear a reader's own spacing."""

import pytest
from playwright.sync_api import expect

# What WCAG 1.4.12 lets a reader ask for; a sheet made by a script is not held by the page's policy.
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
    p { margin-bottom: 2em !important; }`);
  document.adoptedStyleSheets = [sheet];
}"""
CUT_OFF = """() => [...document.querySelectorAll("main :is(p, li, h1, h2, h3, a, button, label)")]
  .filter((element) => element.checkVisibility() && !element.matches(".visually-hidden")
    && getComputedStyle(element).overflowX === "hidden"
    && (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1))
  .map((element) => element.outerHTML.slice(0, 120))"""
WIDER = "document.documentElement.scrollWidth - innerWidth"


def choose(page, label, value):
    if page.locator("#reading[open]").count() == 0:
        page.locator("#reading summary").click()
    page.get_by_label(label).select_option(label=value)


def size_of(page, selector):
    return page.locator(selector).first.evaluate("element => parseFloat(getComputedStyle(element).fontSize)")


def test_what_is_chosen_once_holds_on_every_page_and_for_code(enter):
    page = enter()
    page.locator("#steps a").first.click()
    before = size_of(page, ".code pre"), size_of(page, ".text p")
    choose(page, "Taille du texte et du code", "Très grande")
    choose(page, "Espacement", "Large")
    choose(page, "Longueur des lignes", "Courte")
    after = size_of(page, ".code pre"), size_of(page, ".text p")
    assert all(large >= 1.3 * small for small, large in zip(before, after, strict=True))
    for name in ("Chat", "Exercices", "Mon serveur", "Rejoindre"):
        page.get_by_role("navigation", name="Navigation principale").get_by_role("link", name=name).click()
        expect(page.locator("html")).to_have_attribute("data-size", "larger")
        expect(page.locator("#reading summary")).to_be_visible()
        assert page.evaluate("getComputedStyle(document.querySelector('main')).letterSpacing") != "normal"
    choose(page, "Taille du texte et du code", "Normale")
    expect(page.locator("html")).not_to_have_attribute("data-size", "larger")


@pytest.mark.parametrize("width", [1366, 390])
def test_a_reader_s_own_spacing_cuts_nothing_off(new_page, site, width):
    page = new_page(viewport={"width": width, "height": 800})
    for path in ("/lecon/", "/lecon/serveur", "/lecon/carnet", "/lecon/fiche", "/chat/", "/rejoindre"):
        page.goto(site.url + path)
        page.evaluate(SPACED)
        assert page.evaluate(WIDER) <= 0, path
        assert page.evaluate(CUT_OFF) == [], path


def test_the_workbench_gives_up_its_single_row_for_who_chose_wide_spacing(new_page, site):
    page = new_page()
    page.goto(site.url + "/mon-serveur/")
    choose(page, "Espacement", "Large")
    page.evaluate(SPACED)
    assert page.evaluate(WIDER) <= 0
    assert page.evaluate(CUT_OFF) == []
