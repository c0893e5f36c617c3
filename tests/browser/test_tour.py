"""The tour of README.fr.md, « Essayer le bureau sans classe », as a teacher follows it."""

import re
import subprocess
import sys
import zipfile

import pytest
from playwright.sync_api import expect

from classroom.demo.lesson import TITLE
from classroom.demo.pupil import INSULT
from tests.browser.accessibility import violations
from tests.browser.test_accessibility import LOOKS
from tests.demonstration import demonstration
from tests.servers import ROOT


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    with demonstration(tmp_path_factory.mktemp("tour"), pace=0.5) as opened:
        yield opened


@pytest.fixture(scope="module")
def staff(browser, demo):
    """What the browser keeps of a teacher without a password at hand, come in by a link that signs in once."""
    command = [sys.executable, "manage.py", "lien"]
    said = subprocess.run(command, cwd=ROOT, env=demo.environment, capture_output=True, text=True, check=True).stdout
    context = browser.new_context()
    page = context.new_page()
    page.goto(said.split()[0])
    assert re.fullmatch(r".*/entrer", page.url)
    page.get_by_role("button", name="Entrer", exact=True).click()
    expect(page.get_by_role("heading", name="La classe")).to_be_visible()
    yield context.storage_state()
    context.close()


@pytest.fixture
def desk(new_page, demo, staff):
    page = new_page(storage_state=staff)
    page.goto(f"{demo.url}/classe")
    expect(page.get_by_role("heading", name="La classe")).to_be_visible()
    return page


def tab(page, name):
    link = page.get_by_role("navigation", name="Bureau du professeur").get_by_role("link", name=name, exact=True)
    link.click()
    expect(link).to_have_attribute("aria-current", "page")


def test_the_link_serves_once(desk, new_page, demo):
    other = new_page()
    other.goto(f"{demo.url}/classe")
    assert "/admin/login/" in other.url


def test_who_needs_help_and_what_all_screens_show(desk, new_page, demo):
    stuck = desk.locator("#pupils tr[data-state=stuck]").first
    expect(stuck).to_contain_text("essai")
    pupil = new_page()
    pupil.goto(f"{demo.url}/lecon/")
    stuck.locator("summary").click()
    desk.get_by_role("button", name="Son échange au tableau").first.click()
    expect(pupil.locator("#class-screen")).to_contain_text("Au tableau : un échange")
    desk.get_by_role("button", name="Rendre les écrans").click()
    expect(pupil.locator("#class-screen")).to_be_hidden()
    desk.get_by_role("button", name="Regardez-moi").click()
    expect(pupil.locator("#class-screen")).to_contain_text("Regardez-moi")
    desk.get_by_role("button", name="Rendre les écrans").click()
    expect(pupil.locator("#class-screen")).to_be_hidden()


def test_an_insult_goes_in_one_act_and_who_wrote_it_is_silenced(desk):
    tab(desk, "Le chat")
    row = desk.locator("#messages tr").filter(has_text=INSULT)
    expect(row).to_be_visible()
    row.get_by_role("button", name="Tout de cet auteur…").click()
    expect(desk.locator("main")).to_contain_text(INSULT)
    desk.get_by_role("button", name=re.compile("Retirer")).click()
    expect(row).to_contain_text("retiré par prof")
    row.get_by_role("button", name="Rendre muet").click()
    expect(row).to_contain_text("muet")
    row.get_by_role("button", name="Rendre la parole").click()
    tab(desk, "Journal")
    expect(desk.locator("main")).to_contain_text("Retirer tous les messages de Dylan")


@pytest.mark.parametrize("name", ["Postes", "Collègues", "Diagnostic"])
def test_axe_finds_nothing_in_the_desk_s_tabs(desk, name):
    tab(desk, name)
    for size, colors in LOOKS:
        desk.set_viewport_size(size)
        desk.emulate_media(color_scheme=colors, reduced_motion="reduce")
        assert violations(desk) == []
        assert desk.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_open_servers_and_pcs(desk, demo):
    desk.goto(f"{demo.url}/chez/")
    desk.get_by_role("link", name="Chez Alice").click()
    expect(desk.locator("body")).to_contain_text("Alice")
    desk.goto(f"{demo.url}/classe")
    tab(desk, "Postes")
    expect(desk.locator("#summary")).to_contain_text("8 prêts")
    tab(desk, "Diagnostic")
    expect(desk.locator(".findings")).to_contain_text("Base de données")


def test_work_is_collected_and_the_class_is_put_away_and_comes_back(desk):
    tab(desk, "Séances et rendus")
    desk.get_by_role("link", name=TITLE).click()
    with desk.expect_download() as download:
        desk.get_by_role("link", name="Tout télécharger (zip)").click()
    with zipfile.ZipFile(download.value.path()) as archive:
        assert "rendus.csv" in archive.namelist()
        assert [name for name in archive.namelist() if name.endswith("reponses.txt")]
    tab(desk, "Nouvelle classe")
    desk.get_by_role("button", name="Ranger la classe").click()
    expect(desk.locator("main")).to_contain_text("La classe est rangée dans")
    desk.get_by_role("button", name="La faire revenir").click()
    expect(desk.locator("main")).to_contain_text("est revenue")
    tab(desk, "La classe")
    expect(desk.locator("#pupils")).to_contain_text("Alice")
