"""The pupil's own server, in a real browser: one engine for all tests, as its start takes seconds."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.benching import START, open_bench

CHANGED = """from django.http import HttpResponse


def accueil(request):
    return HttpResponse("<h1>Changé</h1>")


bonjour = chat = accueil
"""
SPOILT = "def accueil(request)\n    pass\n"


@pytest.fixture(scope="module")
def started(browser, site):
    with open_bench(browser, f"{site.url}/mon-serveur/") as bench:
        yield bench


@pytest.fixture
def bench(started):
    """Each test begins with the first project, at its first page."""
    started.start_again()
    return started


def test_a_form_a_redirect_and_a_link_work_and_stand_in_the_console(bench):
    bench.result().get_by_label("Votre nom").fill("Hélène <b>")
    bench.result().get_by_role("button", name="Valider").click()
    expect(bench.result().get_by_role("heading", name="Bonjour Hélène <b>")).to_be_visible()
    expect(bench.page.get_by_label("Adresse du client A")).to_have_value("http://localhost:8000/bonjour")
    bench.result().get_by_role("link").click()
    expect(bench.result().get_by_role("heading", name="Hello World!")).to_be_visible()
    expect(bench.console).to_contain_text(re.compile(r'127\.0\.0\.1 - - \[.*\] "POST /bonjour HTTP/1\.1" 200 -'))


def test_what_one_client_says_all_three_hear_and_the_diagram_shows_it(bench):
    bench.page.locator("#clients").select_option("3")
    for client in "ABC":
        bench.go("/chat", client)
        expect(bench.result(client).get_by_label("Message")).to_be_visible()
    bench.result("A").get_by_label("Votre nom").fill("Greg")
    bench.result("A").get_by_label("Message").fill("coucou")
    bench.result("A").get_by_label("Message").press("Enter")
    for client in "ABC":
        expect(bench.result(client).get_by_text("Greg : coucou")).to_be_visible()
    expect(bench.page.locator("#diagram")).to_contain_text("reçu sans l’avoir demandé")


def test_a_saved_change_is_served_at_once(bench):
    bench.write(CHANGED)
    bench.save()
    expect(bench.result().get_by_role("heading", name="Changé")).to_be_visible()


def test_an_address_that_is_being_typed_survives_a_reload(bench):
    heading = bench.result().locator("h1")
    heading.evaluate("(old) => { old.dataset.old = true; }")
    field = bench.page.get_by_label("Adresse du client A")
    field.fill("/chat")
    bench.save()
    expect(bench.result().locator("h1:not([data-old])")).to_be_visible()
    field.press("Enter")
    expect(field).to_have_value("http://localhost:8000/chat")
    expect(bench.result().get_by_label("Message")).to_be_visible()


def test_a_page_that_was_asked_for_comes_although_the_server_starts_anew_meanwhile(bench):
    bench.page.get_by_label("Adresse du client A").fill("/bonjour")
    bench.page.evaluate(
        """() => {
            document.querySelector(".browser form").requestSubmit();
            document.querySelector(".browser button[aria-label='Recharger la page']").click();
        }"""
    )
    expect(bench.page.get_by_label("Adresse du client A")).to_have_value("http://localhost:8000/bonjour")


def test_a_syntax_error_is_told_with_its_line_and_mended(bench):
    bench.write(SPOILT)
    bench.save()
    expect(bench.verdict).to_contain_text("Aller à la ligne 1")
    expect(bench.status).to_contain_text("Serveur arrêté")
    expect(bench.page.locator(".ace_gutter-cell.ace_error")).to_have_count(1)
    bench.page.keyboard.press("Control+Z")
    bench.save()
    expect(bench.status).to_contain_text("Serveur en marche")


def test_an_endless_loop_is_stopped_and_named_with_its_line(bench):
    bench.write("def accueil(request):\n    while True:\n        pass\n\n\nbonjour = chat = accueil\n")
    bench.save()
    expect(bench.verdict).to_contain_text("views.py", timeout=START)
    expect(bench.verdict).to_contain_text(re.compile("Aller à la ligne [23]"))


def test_work_is_there_after_a_reload_and_versions_come_back(bench, started):
    bench.open_file("static/style.css")
    bench.write("h1 { color: rgb(1, 2, 3) }\n")
    bench.save()
    expect(bench.result().get_by_role("heading")).to_have_css("color", "rgb(1, 2, 3)")
    bench.page.reload()
    expect(bench.status).to_contain_text("Serveur en marche", timeout=START)
    expect(bench.result().get_by_role("heading")).to_have_css("color", "rgb(1, 2, 3)")


def test_the_project_goes_out_as_a_zip_and_comes_back(bench, tmp_path):
    page = bench.page
    page.locator("summary", has_text="Projet").click()
    page.get_by_role("button", name="Télécharger mon projet").click()
    page.get_by_role("dialog").get_by_role("textbox").fill("Mon Chat")
    with page.expect_download() as download:
        page.get_by_role("dialog").get_by_role("button", name="Valider").click()
    assert download.value.suggested_filename == "mon-chat.zip"
    path = tmp_path / "projet.zip"
    download.value.save_as(path)
    bench.write("accueil = bonjour = chat = None\n")
    page.locator("#zip").set_input_files(path)
    expect(bench.result().get_by_role("heading", name="Hello World!")).to_be_visible()


def test_the_simple_editor_has_the_same_text_and_keys(bench):
    page = bench.page
    page.locator("summary", has_text="Projet").click()
    page.get_by_label("Éditeur simple").check()
    area = page.get_by_role("textbox", name="Code")
    expect(area).to_have_value(re.compile("^from django"))
    area.fill(SPOILT)
    area.press("Control+S")
    page.get_by_role("button", name="Aller à la ligne 1").click()
    expect(area).to_be_focused()
    page.get_by_label("Éditeur simple").uncheck()
    page.locator("summary", has_text="Projet").click()


def tab_to(page, element):
    """By the keyboard, as who has no mouse."""
    for _ in range(60):
        if element.evaluate("(node) => node === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("Never reached by Tab")


def test_a_mistake_is_found_and_mended_by_the_keyboard_alone(bench):
    page, press = bench.page, bench.page.keyboard.press
    menu = page.locator("summary", has_text="Projet")
    tab_to(page, menu)
    press("Enter")
    tab_to(page, page.get_by_label("Éditeur simple"))
    press("Space")
    area = page.get_by_role("textbox", name="Code")
    tab_to(page, area)
    press("Control+A")
    page.keyboard.insert_text("x = 1\ny = 2\nprint(\n")
    press("Control+S")
    spoken = bench.verdict.get_by_role("status")
    expect(spoken).to_contain_text("Votre serveur ne démarre pas.")
    expect(spoken).to_contain_text("Python n’a pas pu lire views.py")
    tab_to(page, page.get_by_role("button", name="Aller à la ligne 3"))
    press("Enter")
    expect(area).to_be_focused()
    assert area.evaluate("(area) => area.value.slice(area.selectionStart, area.selectionEnd)") == "print("
    press("Control+A")
    page.keyboard.insert_text(CHANGED)
    press("Control+S")
    expect(bench.result().get_by_role("heading", name="Changé")).to_be_visible()
    expect(spoken).to_be_empty()
    page.get_by_label("Éditeur simple").uncheck()
    menu.click()


def test_a_second_tab_takes_over_and_the_first_is_told(bench):
    with bench.page.context.expect_page() as opened:
        bench.page.evaluate("open(location.href)")
    expect(bench.page.locator("#asleep")).to_be_visible()
    opened.value.close()
    bench.page.get_by_role("button", name="Reprendre ici").click()
    expect(bench.status).to_contain_text("Serveur en marche", timeout=START)
