"""The pupil's own server in the three browsers of schools, at an address where a browser trusts nobody with more."""

import socket

import pytest
from playwright.sync_api import expect

from exercises import catalogue
from tests.browser.benching import open_bench
from tests.browser.driven import CONTROL, DELETE, ENTER, HOME, SHIFT
from tests.servers import Site, running, wait_until

START = 120  # seconds for the engine on a busy machine
HELLO = {
    "urls.py": """from django.urls import path

import views

urlpatterns = [path("hello", views.hello)]
websocket_urlpatterns = []""",
    "views.py": """from django.http import HttpResponse


def hello(request):
    return HttpResponse("<p>Hello World!</p>")""",
}
FOCUS = "document.querySelector('.ace_text-input').focus(); return true;"
OPEN = """
  const names = [...document.querySelectorAll('.file-names button')];
  const found = names.find((node) => node.title === arguments[0]);
  found?.click();
  return Boolean(found);
"""

ANSWERED = "return !JSON.parse(localStorage.getItem('workbench.left-running') ?? '[]').length;"


@pytest.fixture(scope="module")
def insecure(tmp_path_factory):
    """The site by this machine's name: over plain HTTP no browser takes that for a secure context."""
    folder = tmp_path_factory.mktemp("by-name")
    with running(Site(folder, environment={"SHARED_ADDRESS": 1}, host=socket.gethostname().lower())) as site:
        yield site


def write(tab, name, text):
    """Into Ace, key by key, over what is there; what it indents by itself goes before each line."""
    tab.until(OPEN, name)
    tab.run(FOCUS)
    tab.chord(CONTROL, "a")
    tab.keys(DELETE)
    for rank, line in enumerate(text.split("\n")):
        if rank:
            tab.keys(ENTER)
            tab.chord(SHIFT, HOME)
            tab.keys(DELETE)
        tab.keys(line)


def until_running(tab):
    says = tab.texts
    wait_until(lambda: "Serveur en marche" in says("#engine-status")[0], "it runs", START, lambda: says("#workbench"))


def check(tab):
    tab.run("document.querySelector('[data-do=check]').focus();")
    tab.chord(CONTROL, ENTER)


def leave(tab):
    """Once the pupil's page has answered: the next workbench would take it for one that hangs, and run nothing."""
    tab.until(ANSWERED)
    tab.open("about:blank")


def test_the_address_is_no_secure_context(insecure, new_tab):
    assert new_tab(insecure.url).run("return window.isSecureContext;") is False


def test_a_task_of_the_lesson_is_written_and_passed(insecure, new_tab):
    tab = new_tab(f"{insecure.url}/exercices/route")
    until_running(tab)
    check(tab)
    tab.shows("Pas encore (1 essai).", ".verdict-status")
    for name, text in HELLO.items():
        write(tab, name, text)
    check(tab)
    tab.shows("Exercice réussi !", ".verdict-status")
    leave(tab)


def test_an_exercise_is_written_in_the_simple_editor_and_passed(insecure, new_tab):
    """It is judged by what its script did: this browser plays its page."""
    tab = new_tab(f"{insecure.url}/exercices/envoi-bouton")
    until_running(tab)
    tab.until(OPEN, "static/main.js")
    tab.run("document.getElementById('simple').click();")
    tab.type(".editor textarea", catalogue.find("envoi-bouton").solution["static/main.js"].replace("\n", ENTER))
    tab.chord(CONTROL, ENTER)
    tab.shows("Exercice réussi !", ".verdict-status")
    tab.run("document.getElementById('simple').click();")
    leave(tab)


def test_chromium_does_both_there_too(school_s_chromium, insecure):
    said = ["Cross-Origin-Opener-Policy"]  # which Chromium ignores there, and says so
    with open_bench(school_s_chromium, f"{insecure.url}/exercices/route", allowed=said) as bench:
        assert bench.page.evaluate("isSecureContext") is False
        for name, text in HELLO.items():
            bench.open_file(name)
            bench.write(text)
        bench.page.keyboard.press("Control+Enter")
        expect(bench.verdict.locator(".verdict-status")).to_have_text("Exercice réussi !")
        bench.page.locator(".exercise-menu summary").click()
        bench.page.locator("[data-exercise=repondre]").last.click()
        expect(bench.page.locator(".ace_content")).to_contain_text("ChatConsumer")
        bench.write(catalogue.find("repondre").solution["consumers.py"])
        bench.page.keyboard.press("Control+Enter")
        expect(bench.verdict.locator(".verdict-status")).to_have_text("Exercice réussi !")
