"""The exercises as a pupil does them in a browser: the file in an editor, the page beside it."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from exercises.catalogue import all_exercises
from tests.servers import running_site

EXERCISES = all_exercises()
FIRST, SECOND = EXERCISES[:2]
SLOW = 30_000  # milliseconds, for a run of the checks on a busy machine


class Desk:
    """The page, and the file that the pupil edits."""

    def __init__(self, site, page):
        self.site, self.page = site, page
        self.file = site.folder / "var" / "exercices" / "mon_chat.py"

    def save(self, source):
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.file.write_text(source, encoding="utf-8")

    def open(self, path=""):
        self.page.goto(f"{self.site.url}/exercices/{path}")

    @property
    def status(self):
        return self.page.locator("#status")

    def frame(self, letter):
        return self.page.frame_locator(f'iframe[title="Page du client {letter}"]')

    def say(self, letter, message):
        self.frame(letter).get_by_placeholder("Message").fill(message)
        self.frame(letter).get_by_role("button", name="Envoyer").click()


@pytest.fixture(scope="module")
def own_site(tmp_path_factory):
    with running_site(tmp_path_factory.mktemp("exercises")) as running:
        yield running


@pytest.fixture
def desk(own_site, page):
    """A pupil who begins: what another test reached is forgotten."""
    (own_site.folder / "var" / "exercices" / "progression.json").unlink(missing_ok=True)
    return Desk(own_site, page)


def test_a_failure_is_explained_and_drawn_then_success_leads_to_the_next_exercise(desk):
    desk.save(FIRST.starter)
    desk.open(FIRST.slug)
    expect(desk.status).to_have_text("Pas encore.", timeout=SLOW)
    verdict = desk.page.locator("#verdict")
    expect(verdict).to_contain_text("Le client A n'a rien reçu.")
    expect(verdict).to_contain_text("attendu, mais absent")
    expect(verdict.locator("figure")).to_have_count(2)
    desk.save(FIRST.solution)
    expect(desk.status).to_contain_text("Exercice réussi", timeout=SLOW)
    verdict.get_by_role("link", name="Aller à cet exercice").click()
    expect(desk.page.get_by_role("heading", level=1)).to_have_text(SECOND.title)


def test_a_mistake_is_shown_with_its_line(desk):
    desk.save(FIRST.solution.replace("await self.send(", "self.send("))
    desk.open(FIRST.slug)
    expect(desk.page.locator("#verdict")).to_contain_text("Ligne 21 de mon_chat.py", timeout=SLOW)
    expect(desk.page.locator("#verdict")).to_contain_text("await")


def test_an_exercise_that_no_longer_passes_is_told_on_the_page_of_another(desk):
    desk.save(FIRST.solution)
    desk.open(SECOND.slug)
    expect(desk.status).to_have_text("Pas encore.", timeout=SLOW)
    desk.save(FIRST.solution.replace("await self.send(", "self.send("))
    expect(desk.status).to_contain_text("Cet exercice était réussi, et ne l’est plus", timeout=SLOW)
    expect(desk.page.locator("#verdict")).to_contain_text("sans await")


def test_hints_come_one_by_one(desk):
    desk.open(FIRST.slug)
    hints = desk.page.locator(".hints details")
    expect(hints.nth(0)).to_be_visible()
    expect(hints.nth(1)).to_be_hidden()
    hints.nth(0).locator("summary").click()
    expect(hints.nth(1)).to_be_visible()
    expect(hints.nth(2)).to_be_hidden()


def test_the_pupils_own_chat_runs_in_the_frames_and_its_frames_are_drawn(desk):
    desk.save(EXERCISES[4].solution)
    desk.open(SECOND.slug)
    expect(desk.frame("A").locator("#nbClients")).to_have_text("2 participants au chat !", timeout=SLOW)
    expect(desk.frame("C").locator("#nbClients")).to_have_text("1 participant au chat !")
    desk.say("A", "coucou")
    expect(desk.frame("B").locator("#zoneMessage")).to_contain_text("Greg coucou")
    expect(desk.frame("C").locator("#zoneMessage")).not_to_contain_text("coucou")
    expect(desk.page.locator("#diagram")).to_contain_text("coucou")


def test_the_chat_is_reloaded_when_the_file_changes(desk):
    desk.save(FIRST.solution)
    desk.open(FIRST.slug)
    expect(desk.frame("A").locator("#status")).to_be_hidden(timeout=SLOW)
    desk.say("A", "coucou")
    log = desk.frame("A").locator("#zoneMessage")
    expect(log).to_have_text("✓ reçu par le serveur : coucou", timeout=SLOW)
    desk.save(SECOND.solution)
    expect(log).to_have_text("", timeout=SLOW)
    desk.say("A", "de retour")
    expect(log).to_contain_text("Greg de retour", timeout=SLOW)


def test_an_endless_loop_is_named_on_the_page_and_the_site_goes_on(desk):
    desk.save(FIRST.starter.replace("trame = json.loads(text_data)", "while text_data: pass"))
    desk.open(FIRST.slug)
    expect(desk.frame("A").locator("#status")).to_be_hidden(timeout=SLOW)
    desk.say("A", "coucou")
    expect(desk.page.locator("#trouble")).to_contain_text("une boucle sans fin ?", timeout=SLOW)
    expect(desk.page.locator("#trouble")).to_contain_text("while text_data: pass")
    desk.open(SECOND.slug)
    expect(desk.page.get_by_role("heading", level=1)).to_have_text(SECOND.title)


def test_a_frame_moves_to_another_room(desk):
    desk.save(EXERCISES[5].solution)
    desk.open(FIRST.slug)
    form = desk.page.locator(".frame").nth(1)
    form.get_by_label("Salon").fill("salle des élèves")
    form.get_by_role("button", name="Entrer").click()
    expect(desk.frame("B").locator("#room")).to_have_text("Salon salle des élèves")
    expect(desk.frame("B").locator("#nbClients")).to_have_text("1 participant au chat !", timeout=SLOW)


def test_a_solution_is_shown_to_who_insists(desk):
    desk.open(f"{EXERCISES[9].slug}/solution")
    expect(desk.page.locator("main")).not_to_contain_text("AsyncWebsocketConsumer")
    desk.page.get_by_role("button", name="J’insiste").click()
    expect(desk.page.locator("main")).to_contain_text("AsyncWebsocketConsumer")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_has_no_barrier(own_site, new_page, scheme):
    desk = Desk(own_site, new_page(color_scheme=scheme))
    desk.save(FIRST.starter)
    desk.open(FIRST.slug)
    expect(desk.status).to_have_attribute("data-kind", "danger", timeout=SLOW)
    expect(desk.page.locator("#verdict figure")).to_have_count(2)
    for letter in "ABC":
        expect(desk.frame(letter).locator("#status")).to_be_hidden(timeout=SLOW)
    found = Axe().run(desk.page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("size", [(1366, 768), (390, 844)])
def test_nothing_is_wider_than_the_screen(own_site, new_page, size):
    width, height = size
    desk = Desk(own_site, new_page(viewport={"width": width, "height": height}))
    desk.save(SECOND.starter)
    desk.open(SECOND.slug)
    expect(desk.page.locator("#verdict figure")).to_have_count(2, timeout=SLOW)
    for exercise in EXERCISES[1:]:
        if exercise is not SECOND:
            desk.open(exercise.slug)
        assert desk.page.evaluate("document.documentElement.scrollWidth") <= width
