"""What ends an engine or hangs a page: told in a sentence, the workbench lives on, and the work is there."""

import pytest
from playwright.sync_api import expect

from tests.browser.benching import START, open_bench

VIEWS = """import json
import threading

from django.http import HttpResponse


def accueil(request):
{body}
    return HttpResponse("<h1>Fin</h1>")


bonjour = chat = accueil
"""
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
def started(browser, site):
    with open_bench(browser, f"{site.url}/mon-serveur/", allowed=["engine"]) as bench:
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
