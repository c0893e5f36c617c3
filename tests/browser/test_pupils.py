"""Who is who, as pupils meet it: a name taken once, found again anywhere, and never the next one's."""

import json
import re
from contextlib import suppress

from playwright.sync_api import Error, expect

from tests.servers import unique_name, wait_until

WRITE = """async (text) => {
  const { keptForever } = await import("/static/site/store.js");
  keptForever("lesson.test", "").write(text);
}"""


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
    """The work itself: where the page is goes the same way."""
    request = response.request
    return response.url.endswith("/eleve/notes") and "lesson.test" in (request.post_data or "")


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
    page.context.clear_cookies(name=re.compile("^present"))
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


def test_who_comes_back_a_week_later_is_asked_and_goes_on(enter, expected_problems):
    expected_problems.append("/eleve/notes: Failed to load resource")  # refused while it is not known who asks
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


def test_the_other_tabs_follow_when_the_next_pupil_sits_down(enter):
    page = enter()
    first, second = unique_name(), unique_name()
    claim(page, first)
    tab = page.context.new_page()
    tab.goto(page.url)
    expect(tab.locator(".who summary")).to_contain_text(first)
    page.get_by_role("button", name="Ce n’est pas moi").click()
    expect(tab.locator(".who summary")).to_contain_text("Pseudonyme")
    claim(page, second)
    expect(tab.locator(".who summary")).to_contain_text(second)


def test_going_back_shows_the_next_pupil_nothing_of_the_first_one(enter, site):
    page = enter()
    name = unique_name()
    code = claim(page, name)
    page.goto(site.url + "/vie-privee")
    page.locator(".who summary").click()
    page.get_by_role("button", name="Ce n’est pas moi").click()
    expect(page.locator(".who summary")).to_contain_text("Pseudonyme")
    page.go_back()
    expect(page.locator(".who summary")).to_contain_text("Pseudonyme")
    assert code not in page.content()


def test_the_next_pupil_in_the_same_window_has_a_journal_of_their_own(enter, site):
    page = enter()
    claim(page, unique_name())
    page.goto(site.url + "/lecon/serveur")
    expect(page.locator("#diagram")).to_contain_text("GET /hello")
    before = journal(page)
    page.locator(".who summary").click()
    page.get_by_role("button", name="Ce n’est pas moi").click()
    expect(page.locator(".who summary")).to_contain_text("Pseudonyme")
    wait_until(lambda: journal(page) not in (None, before), "a journal of their own")


def journal(page):
    return next((cookie["value"] for cookie in page.context.cookies() if cookie["name"].startswith("atelier")), None)


def test_a_page_left_open_asks_who_is_there_before_anything_is_written(enter):
    page = enter()
    name = unique_name()
    claim(page, name)
    wait_until(lambda: page.evaluate("localStorage.getItem('pupils.marked')") == "[]", "where the page is was told")
    page.context.clear_cookies(name=re.compile("^present"))
    page.evaluate("const now = performance.now.bind(performance); performance.now = () => now() + 31 * 60_000")
    page.locator("h1").first.click()
    expect(page.locator(".who-doubt")).to_contain_text(name)


def test_all_that_was_written_reaches_the_site_however_much_it_is(enter):
    name = unique_name()
    page, other = enter(), enter()
    page.evaluate(
        "for (let n = 0; n < 4; n++) localStorage.setItem('lesson.part' + n, JSON.stringify('é'.repeat(20_000)))"
    )
    code = claim(page, name)
    wait_until(lambda: page.evaluate("localStorage.getItem('pupils.marked')") == "[]", "all notes sent")
    come_back(other, name, code)

    def has_all():
        with suppress(Error):  # the page loads anew
            return other.evaluate("localStorage.getItem('lesson.part3')?.length === 20_002")

    wait_until(has_all, "all notes in the other browser")


def test_a_browser_that_refuses_storage_takes_a_name_and_stays_known(new_page, site):
    page = new_page()
    page.add_init_script(
        "for (const area of ['localStorage', 'sessionStorage'])"
        " Object.defineProperty(window, area, { get() { throw new DOMException('no', 'SecurityError'); } })"
    )
    page.goto(site.url + "/lecon/")
    name = unique_name()
    claim(page, name)
    page.wait_for_load_state()  # its scripts have run
    page.evaluate("const now = performance.now.bind(performance); performance.now = () => now() + 6 * 60_000")
    with page.expect_response(lambda response: response.url.endswith("/eleve/present")):
        page.locator("h1").first.click()
    page.get_by_role("button", name="Ce n’est pas moi").click()
    expect(page.locator(".who summary")).to_contain_text("Pseudonyme")


def test_a_refused_name_is_told_beside_its_field(enter, expected_problems):
    expected_problems.append("400 (Bad Request)")
    page = enter()
    page.locator(".who summary").click()
    page.get_by_label("Choisir un pseudonyme").fill("Le prof")
    page.get_by_role("button", name="Choisir").click()
    expect(page.locator(".who-error").first).to_have_text("Ce pseudonyme est réservé au professeur.")


def write_program(page, site, text):
    """In the workbench; then the page is left, and the site has the project."""
    page.goto(f"{site.url}/mon-serveur/")
    expect(page.locator(".ace_content")).to_contain_text("def accueil")
    page.locator(".ace_text-input").focus()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(text)
    page.goto(f"{site.url}/lecon/")
    kept = f"{site.url}/eleve/projets/mon-serveur"
    wait_until(lambda: page.request.get(kept).json()["versions"], "the project at the site")


def test_a_pupil_s_own_server_comes_back_at_another_pc(enter, site):
    name = unique_name()
    page, elsewhere = enter(), enter()
    code = claim(page, name)
    write_program(page, site, "# mon serveur")
    come_back(elsewhere, name, code)
    expect(elsewhere.locator(".who summary")).to_contain_text(name)
    elsewhere.goto(f"{site.url}/mon-serveur/")
    expect(elsewhere.locator(".ace_content")).to_contain_text("# mon serveur")


def test_the_next_pupil_s_server_is_not_the_first_one_s(enter, site):
    page = enter()
    claim(page, unique_name())
    write_program(page, site, "# à moi seul")
    come_back_later(page)
    page.goto(f"{site.url}/mon-serveur/")
    expect(page.locator(".ace_content")).to_contain_text("def accueil")
    page.get_by_role("button", name="Ce n’est pas moi").first.click()
    expect(page.locator(".who-doubt")).to_have_count(0)
    claim(page, unique_name())
    expect(page.locator(".ace_content")).to_contain_text("def accueil")


def test_a_site_that_does_not_answer_is_no_error_of_the_page(enter, expected_problems):
    page = enter()
    claim(page, "Nora")
    expected_problems += ["net::ERR_FAILED", "/eleve/rendu: net::", "/eleve/notes: net::"]
    for path in ("/eleve/rendu", "/eleve/notes"):
        page.route(f"**{path}", lambda route: route.abort("failed"))
    with page.expect_event("requestfailed", lambda request: request.url.endswith("/eleve/rendu")):
        page.get_by_role("link", name="Mon serveur").click()
    expect(page.locator(".who summary")).to_contain_text("Nora")
