"""What ends an engine or hangs a page: told in a sentence, the workbench lives on, and the work is there."""

import re

import pytest
from playwright.sync_api import Error, expect

from tests.browser.benching import START, Bench, open_bench
from tests.servers import wait_until

VIEWS = """import json
import threading

from django.http import HttpResponse


def accueil(request):
{body}
    return HttpResponse("<h1>Fin</h1>")


bonjour = chat = accueil
"""
# What the console says of an engine's end, and of a frame that this page's policy refuses.
REFUSED = ["engine", "Content Security Policy", "Framing"]
MENDED = """from django.http import HttpResponse


def accueil(request):
    return HttpResponse("<h1>Encore là</h1>")


bonjour = chat = accueil
"""
RECURSION = """class Noeud:
    def __str__(self):
        return str(self)


"""
# What the view does → what is said of it. None of them may cost the engine.
TOLD = {
    "for n in iter(int, 1):\n        pass": "boucle",
    "texte = []\n    while True:\n        texte.append('a' * 50_000_000)": "mémoire",
    "str(Noeud())": "s’appelle elle-même",
    "getattr(Miroir(), 'x')": "s’appelle elle-même",
    "json.loads('[' * 100_000)": "emboîté",
    "exit()": "exit",
    "input('Votre nom ?')": "input",
    "threading.Thread(target=print).start()": "thread",
    "import numpy": "numpy",
    "while True:\n        print('encore')": "boucle",
}


@pytest.fixture(scope="module")
def browser(school_s_chromium):
    """What keeps a page from doing harm is tried as schools have it."""
    return school_s_chromium


@pytest.fixture(scope="module")
def started(browser, site):
    with open_bench(browser, f"{site.url}/mon-serveur/", allowed=REFUSED) as bench:
        yield bench


@pytest.fixture
def bench(started):
    started.start_again()
    return started


MIRROR = "class Miroir:\n    def __getattr__(self, name):\n        return getattr(self, name + 'x')\n\n\n"


def view(body):
    return RECURSION + MIRROR + VIEWS.format(body="    " + body)


@pytest.mark.parametrize("body", TOLD)
def test_a_mistake_is_told_and_the_engine_lives_on(bench, body):
    number = engine(bench)
    bench.write(view(body))
    bench.save()
    expect(bench.verdict).to_contain_text(TOLD[body], timeout=START)
    assert bench.kept("views.py") == view(body)
    bench.write(MENDED)
    bench.save()
    expect(bench.result().get_by_role("heading", name="Encore là")).to_be_visible()
    assert engine(bench) == number


def engine(bench):
    """Which one it is: another has another number."""
    return bench.page.locator("iframe[title=Moteur]").get_attribute("data-number")


PAGE = """from django.http import HttpResponse


def accueil(request):
    return HttpResponse('''<!DOCTYPE html><title>Page</title><h1>Page</h1>{html}''')


bonjour = chat = accueil
"""
HALTED = "Votre script n’a pas rendu la main"


@pytest.fixture
def halted(bench):
    return bench.page.locator("#halted")


def mend(bench):
    """What is corrected and saved runs again; nothing was lost meanwhile."""
    bench.write(MENDED)
    bench.save()
    bench.runs()
    expect(bench.result().get_by_role("heading", name="Encore là")).to_be_visible()


def test_one_long_calculation_ends_the_engine_and_a_new_one_waits_for_the_pupil(bench, halted):
    number = engine(bench)
    bench.write(view("sum(range(10 ** 12))"))
    bench.save()
    expect(halted).to_contain_text("un seul calcul dure depuis plus de dix secondes", timeout=START)
    expect(bench.status).to_contain_text("Serveur arrêté", timeout=START)
    assert engine(bench) != number
    assert "10 ** 12" in bench.kept("views.py")
    mend(bench)
    expect(halted).to_be_hidden()


@pytest.mark.parametrize(
    "script",
    [
        "while (true) {}",
        "while (true) parent.postMessage('ready', '*')",
        "addEventListener('load', () => setTimeout(() => { while (true) {} }, 300))",
    ],
)
def test_a_script_that_loops_for_ever_is_stopped_and_the_page_lives(bench, halted, script):
    bench.write(PAGE.format(html=f"<script>{script}</script>"))
    bench.save()
    expect(halted).to_contain_text(HALTED, timeout=START)
    expect(bench.status).to_contain_text("Serveur arrêté", timeout=START)
    assert script in bench.kept("views.py")
    mend(bench)


def test_a_page_killed_while_its_script_ran_opens_with_the_script_stopped(bench, halted):
    page = bench.page
    bench.write(PAGE.format(html="<script>while (true) {}</script>"))
    bench.save()
    wait_until(lambda: '"A"' in page.evaluate("localStorage.getItem('workbench.left-running')"), "the script runs")
    begun = page.evaluate("performance.now()")
    wait_until(lambda: page.evaluate("performance.now()") > begun + 2500, "it is no page that has just been opened")
    page.reload()
    expect(halted).to_contain_text(f"{HALTED} la dernière fois")
    expect(page.locator(".ace_content")).to_contain_text("while (true)")
    expect(bench.status).to_contain_text("Serveur arrêté", timeout=START)
    expect(page.locator(".page iframe")).to_have_count(0)
    bench.open_file("views.py")
    bench.write(MENDED)
    page.get_by_role("button", name="Relancer").click()
    expect(bench.result().get_by_role("heading", name="Encore là")).to_be_visible()
    expect(halted).to_be_hidden()


def test_a_tab_whose_process_dies_has_its_work_when_it_is_opened_again(new_page, site):
    """As the browser's « Aïe, aïe, aïe »: nothing of the page runs any more, no farewell either."""
    bench = Bench(new_page())
    bench.page.goto(f"{site.url}/mon-serveur/")
    expect(bench.page.locator(".ace_content")).to_contain_text("def accueil")
    bench.write(MENDED)
    wait_until(lambda: bench.kept("views.py") == MENDED, "it is kept")
    with bench.page.expect_event("crash"), pytest.raises(Error):
        bench.page.goto("chrome://crash")
    again = Bench(bench.page.context.new_page())
    again.page.goto(f"{site.url}/mon-serveur/")
    expect(again.page.locator(".ace_content")).to_contain_text("Encore là")
    assert again.kept("views.py") == MENDED


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("location.reload()", "se recharge sans fin"),
        ("setInterval(() => { for (let n = 0; n < 2000; n += 1) fetch('/') }, 10)", "trop de messages"),
    ],
)
def test_a_page_that_floods_is_stopped_and_told(bench, script, said):
    bench.write(PAGE.format(html=f"<script>{script}</script>"))
    bench.save()
    expect(bench.console).to_contain_text(said, timeout=START)
    mend(bench)


FLOODS = """

class ChatConsumer(AsyncWebsocketConsumer):
    async def connect(self):
        await self.accept()
        while True:
            await self.send("encore")
"""


def test_a_server_that_floods_its_client_is_ended_and_told(bench):
    """By the page that gets too many messages, or on a slow PC by the stage that counts the loop's lines."""
    socket = "<script>new WebSocket(location.origin.replace('http', 'ws') + '/ws/chat')</script>"
    bench.open_file("consumers.py")
    bench.write("from channels.generic.websocket import AsyncWebsocketConsumer\n" + FLOODS)
    bench.open_file("views.py")
    bench.write(PAGE.format(html=socket))
    bench.save()
    expect(bench.page.locator("#workbench")).to_contain_text(re.compile("trop de messages|boucle"), timeout=START)
    mend(bench)


def test_a_script_may_go_to_another_page_of_its_server(bench):
    bench.write(PAGE.format(html='<script>if (location.pathname !== "/chat") location = "/chat"</script>'))
    bench.save()
    expect(bench.page.get_by_label("Adresse du client A")).to_have_value("http://localhost:8000/chat")
    expect(bench.result().get_by_role("heading", name="Page")).to_be_visible()
