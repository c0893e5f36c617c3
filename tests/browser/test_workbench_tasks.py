"""An exercise done in the browser: nothing installed, checked in the page."""

import re

import pytest
from playwright.sync_api import expect

from exercises import catalogue
from tests.browser.benching import START, Bench
from tests.browser.conftest import watch
from workbench.downloads import PREFIX

# What two tests are about: a script that never ends, and one that is named before its file is made.
WANTED = ["n’a pas rendu la main", "Loading the script 'data:,'"]


@pytest.fixture(scope="module")
def bench(browser, site):
    """The first exercise of the rooms, found from the home page, once its server runs."""
    context = browser.new_context(viewport={"width": 1366, "height": 641}, locale="fr-FR")
    problems = []
    context.on("page", lambda page: watch(page, problems))
    page = context.new_page()
    page.goto(f"{site.url}/")
    page.get_by_role("link", name="Les exercices").click()
    page.goto(f"{site.url}/exercices/repondre")
    expect(page.locator("#engine-status")).to_contain_text("Serveur en marche", timeout=START)
    yield Bench(page)
    context.close()
    left = [problem for problem in problems if not any(text in problem for text in WANTED)]
    assert not left, left


def test_from_the_start_to_the_solution_by_typing(bench, site):
    page = bench.page
    verdict = page.locator(".verdict-status")
    page.get_by_role("button", name="Vérifier").click()
    expect(verdict).to_have_text("Pas encore (1 essai).")
    expect(bench.verdict).to_contain_text("Le client A n’a rien reçu.")
    expect(bench.status).to_contain_text("Serveur en marche")
    bench.write(catalogue.find("repondre").solution["consumers.py"])
    page.keyboard.press("Control+Enter")
    expect(verdict).to_have_text("Exercice réussi !")
    expect(page.get_by_role("link", name="Voir une solution")).to_be_visible()
    expect(page.get_by_role("link", name="Exercice suivant")).to_have_attribute("href", "/exercices/diffuser")


def test_a_page_speaks_to_the_pupil_s_own_consumer(bench):
    bench.write(catalogue.find("repondre").solution["consumers.py"])
    bench.save()
    frame = bench.result()
    expect(frame.locator("#etat")).to_contain_text("Connecté")
    frame.locator("#in1").fill("Greg")
    frame.locator("#in2").fill("coucou")
    frame.locator("#in2").press("Enter")
    expect(frame.locator("#zoneMessage p")).to_have_text('{"type": "received", "message": "coucou"}')


def test_the_work_and_its_tick_are_there_after_a_reload(bench):
    page = bench.page
    bench.write(catalogue.find("repondre").solution["consumers.py"])
    page.keyboard.press("Control+Enter")
    expect(page.locator(".verdict-status")).to_have_text("Exercice réussi !")
    page.reload()
    expect(page.locator(".ace_content")).to_contain_text("self.send")
    page.locator(".exercise-menu summary").click()
    expect(page.locator("[data-exercise=repondre] .exercise-done").first).to_be_visible()
    page.locator(".exercise-menu summary").click()


def test_a_script_is_played_and_judged_and_the_exercise_before_is_marked_repris(bench, site):
    page, task = bench.page, catalogue.find("clic")
    page.goto(f"{site.url}{task.address}")
    expect(bench.status).to_contain_text("Serveur en marche", timeout=START)
    expect(page.get_by_role("button", name="Commencer ici")).to_be_visible()
    page.get_by_role("button", name="Vérifier").click()
    expect(bench.verdict).to_contain_text("n’est pas devenu orange")
    bench.write(task.solution["templates/index.html"])
    files = page.get_by_role("navigation", name="Fichiers")
    files.locator("summary").click()
    files.get_by_role("button", name="Nouveau fichier").click()
    page.get_by_role("dialog").get_by_role("textbox").fill("static/script.js")
    page.get_by_role("dialog").get_by_role("button", name="Valider").click()
    bench.write(task.solution["static/script.js"].replace("orange", "red"))
    page.keyboard.press("Control+Enter")
    expect(bench.verdict).to_contain_text("a pris une autre couleur")
    bench.write(task.solution["static/script.js"])
    page.keyboard.press("Control+Enter")
    expect(page.locator(".verdict-status")).to_have_text("Exercice réussi !")
    expect(page.locator(".ace_text-input")).to_be_focused()
    page.locator(".exercise-menu summary").click()
    expect(page.locator("[data-exercise=clic] .exercise-done")).to_contain_text("réussi")
    expect(page.locator("[data-exercise=lien] .exercise-done")).to_have_text("repris")


def test_a_script_without_end_is_named_and_the_workbench_lives_on(bench):
    page, script = bench.page, catalogue.find("clic").solution["static/script.js"]
    page.keyboard.press("Escape")
    bench.open_file("static/script.js")
    bench.write(script.replace("  titre.style", "  while (true);\n  titre.style"))
    page.keyboard.press("Control+Enter")
    expect(page.locator(".verdict-status")).to_contain_text("Pas encore", timeout=START)
    expect(bench.verdict).to_contain_text("n’a pas rendu la main")
    bench.write(script)
    expect(bench.status).to_contain_text("Serveur arrêté", timeout=START)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".verdict-status")).to_have_text("Exercice réussi !", timeout=START)


def test_from_exercise_to_exercise_no_page_is_loaded(bench, site):
    page = bench.page
    page.goto(f"{site.url}/exercices/repondre")
    bench.runs()
    engine = page.locator("iframe[title=Moteur]").get_attribute("data-number")
    page.evaluate("() => { window.sameHere = true; }")
    page.locator("#clients").select_option("2")
    page.locator(".exercise-menu summary").click()
    page.locator("[data-exercise=diffuser]").last.click()
    title = page.get_by_role("heading", level=1)
    expect(title).to_have_text("2. Diffuser à tout le monde")
    expect(title).to_be_focused()
    expect(page).to_have_title(re.compile("Exercice 2. Diffuser"))
    expect(page).to_have_url(re.compile("/exercices/diffuser$"))
    expect(bench.result("B").locator("#etat")).to_contain_text("Connecté")
    page.go_back()
    expect(title).to_have_text("1. Répondre à l’expéditeur")
    page.go_forward()
    expect(title).to_have_text("2. Diffuser à tout le monde")
    assert page.evaluate("window.sameHere")
    assert page.locator("iframe[title=Moteur]").get_attribute("data-number") == engine
    bench.write(catalogue.find("diffuser").solution["consumers.py"])
    page.keyboard.press("Control+Enter")
    expect(page.locator(".verdict-status")).to_have_text("Exercice réussi !")
    page.locator("#clients").select_option("1")
    page.get_by_role("link", name="Exercice suivant").click()
    expect(title).to_have_text(re.compile("^3. "))
    page.get_by_role("link", name="Leçon", exact=True).click()
    expect(page.locator("li[data-step=diffusion] .step-written")).to_have_text("écrit")


def test_the_step_is_read_again_beside_the_editor(bench, site):
    page = bench.page
    page.goto(f"{site.url}/exercices/route")
    page.get_by_role("link", name="Relire l’étape « Le serveur »").click()
    expect(page.locator(".step-text")).to_contain_text("une requête, une réponse")
    expect(page.locator(".step-text")).to_contain_text("À retenir")
    expect(page.get_by_role("heading", name="Énoncé")).to_be_hidden()
    page.get_by_role("button", name="Revenir à l’énoncé").click()
    expect(page.get_by_role("heading", name="Énoncé")).to_be_visible()


def test_the_code_of_a_step_opens_in_the_workbench_and_is_no_task_done(bench, site):
    page = bench.page
    page.goto(f"{site.url}/lecon/serveur")
    page.get_by_role("tabpanel").get_by_role("link", name="Essayer").click()
    bench.runs()
    bench.go("/hello")
    expect(bench.result().locator("p")).to_have_text("Hello World!")
    bench.open_file("views.py")
    bench.write(catalogue.find("route").solution["views.py"].replace("Hello World!", "Autre chose"))
    bench.save()
    expect(bench.result().locator("p")).to_have_text("Autre chose")
    page.goto(f"{site.url}/lecon/")
    expect(page.locator("li[data-step=serveur] .step-written")).to_have_text("")


def test_two_browsers_do_different_exercises_at_the_same_time(browser, site):
    answers = {"127.0.0.1": "repondre", "localhost": "route"}
    contexts = [browser.new_context(locale="fr-FR") for _ in answers]
    benches = [Bench(context.new_page()) for context in contexts]
    for bench, (host, slug) in zip(benches, answers.items(), strict=True):
        bench.page.goto(f"http://{host}:{site.port}/exercices/{slug}")
    for bench, slug in zip(benches, answers.values(), strict=True):
        bench.runs()
        for name, text in catalogue.find(slug).changed.items():
            bench.open_file(name)
            bench.write(text)
    for bench in benches:
        bench.page.keyboard.press("Control+Enter")
    for bench in benches:
        expect(bench.verdict.locator(".verdict-status")).to_have_text("Exercice réussi !", timeout=START)
    for context in contexts:
        context.close()


def test_on_a_phone_the_page_opens_at_its_statement(new_page, site):
    page = new_page(viewport={"width": 390, "height": 844})
    page.goto(f"{site.url}/exercices/route")
    expect(page.locator(".ace_content")).to_contain_text("urlpatterns")
    assert page.evaluate("scrollY") == 0
    files = page.locator(".file-names")
    files.get_by_role("button").last.click()
    expect(files.locator("[aria-current]")).to_be_in_viewport(ratio=0.95)


def test_when_python_cannot_be_loaded_a_sentence_says_so_and_the_statement_stays(new_page, site, expected_problems):
    expected_problems.append(PREFIX)
    page = new_page()
    page.route(f"**{PREFIX}**", lambda route: route.abort())
    page.goto(f"{site.url}/exercices/route")
    expect(page.locator("#engine-status")).to_contain_text("n’a pas pu être chargé : le site ne répond pas")
    expect(page.get_by_role("heading", name="Ce qui sera essayé")).to_be_visible()
