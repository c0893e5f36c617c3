"""Who is who, as pupils meet it: a name taken once, found again anywhere, and never the next one's."""

import json
from contextlib import suppress

import pytest
from playwright.sync_api import Error, expect

from tests.servers import unique_name, wait_until

WRITE = """async (text) => {
  const { keptForever } = await import("/static/site/store.js");
  keptForever("lesson.test", "").write(text);
}"""


@pytest.fixture
def enter(new_page, site):
    """`enter(address="")`: a browser with an empty profile, come in by the home page."""

    def enter(base=site.url):
        page = new_page()
        page.goto(base + "/")
        page.get_by_role("link", name="leçon").first.click()
        return page

    return enter


def claim(page, name):
    page.locator(".who summary").click()
    page.get_by_label("Choisir un pseudonyme").fill(name)
    page.get_by_role("button", name="Choisir").click()
    expect(page.locator(".who summary")).to_contain_text(name)
    return page.locator(".who-code").text_content()


def come_back(page, name, code):
    page.locator(".who summary").click()
    page.get_by_label("Reprendre le mien").fill(name)
    page.get_by_label("Code", exact=True).fill(code)
    page.get_by_role("button", name="Revenir").click()


def work(page, text):
    """Something that a page of the lesson keeps, and the site has by now."""
    with page.expect_response(is_sending):
        page.evaluate(WRITE, text)


def is_sending(response):
    return response.url.endswith("/eleve/notes") and response.request.method == "POST"


def found(page):
    return page.evaluate("localStorage.getItem('lesson.test')")


def has(page, text):
    """Wait until this browser has the work; the page may load anew meanwhile."""

    def is_here():
        with suppress(Error):
            return found(page) == json.dumps(text, ensure_ascii=False)

    wait_until(is_here, f"« {text} » in this browser")


def come_back_later(page):
    """The browser is closed, and opened again a week later: what lives as long as its session is gone."""
    page.context.clear_cookies(name="present")
    page.reload()
    expect(page.locator(".who-doubt")).to_be_visible()


def test_name_and_code_bring_everything_back_in_an_empty_profile(enter):
    name = unique_name()
    first, second = enter(), enter()
    code = claim(first, name)
    work(first, "mon travail")
    come_back(second, name, code)
    expect(second.locator(".who summary")).to_contain_text(name)
    has(second, "mon travail")


def test_work_done_before_the_name_was_taken_comes_along(enter):
    name = unique_name()
    page, other = enter(), enter()
    page.evaluate("localStorage.setItem('lesson.test', '\"avant\"')")
    code = claim(page, name)
    come_back(other, name, code)
    has(other, "avant")


def test_a_new_address_of_the_server_loses_nothing(enter, site):
    name = unique_name()
    page, moved = enter(), enter(site.url.replace("127.0.0.1", "localhost"))
    code = claim(page, name)
    work(page, "gardé")
    come_back(moved, name, code)
    has(moved, "gardé")


def test_who_comes_back_a_week_later_is_asked_and_goes_on(enter):
    page = enter()
    name = unique_name()
    claim(page, name)
    work(page, "la suite")
    come_back_later(page)
    assert found(page) is None
    expect(page.locator(".who-doubt")).to_contain_text(f"Vous êtes {name} ?")
    page.get_by_role("button", name="Oui, c’est moi").click()
    expect(page.locator(".who summary")).to_contain_text(name)
    has(page, "la suite")


def test_the_next_pupil_at_this_pc_sees_nothing_of_the_first_one(enter):
    page = enter()
    first, second = unique_name(), unique_name()
    code = claim(page, first)
    work(page, "à moi")
    come_back_later(page)
    page.get_by_role("button", name="Ce n’est pas moi").click()
    expect(page.locator(".who-doubt")).to_have_count(0)
    claim(page, second)
    assert found(page) is None
    page.get_by_role("button", name="Ce n’est pas moi").click()
    expect(page.locator(".who summary")).to_contain_text("Pseudonyme")
    come_back(page, first, code)
    expect(page.locator(".who summary")).to_contain_text(first)
    has(page, "à moi")


def test_who_takes_another_name_without_answering_starts_with_nothing(enter):
    page = enter()
    claim(page, unique_name())
    work(page, "à moi")
    come_back_later(page)
    claim(page, unique_name())
    assert found(page) is None


def test_a_refused_name_is_told_beside_its_field(enter, expected_problems):
    expected_problems.append("400 (Bad Request)")
    page = enter()
    page.locator(".who summary").click()
    page.get_by_label("Choisir un pseudonyme").fill("Le prof")
    page.get_by_role("button", name="Choisir").click()
    expect(page.locator(".who-error").first).to_have_text("Ce pseudonyme est réservé au professeur.")
