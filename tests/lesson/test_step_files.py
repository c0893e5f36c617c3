"""A wrong file is that step's alone, and the teacher's own files stand beside the program's."""

import shutil

import pytest

from lesson.step_files import FOLDER, files, own_folder
from lesson.steps import every_step, steps_and_faults

pytestmark = pytest.mark.django_db


@pytest.fixture
def own(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    own_folder().mkdir()
    return own_folder()


def changed(own, old, new, encoding="utf-8"):
    """A copy of the step on variables, spoilt, in place of the program's."""
    text = (FOLDER / "03-variables.md").read_text(encoding="utf-8")
    assert old in text
    (own / "03-variables.md").write_text(text.replace(old, new), encoding=encoding)


WRONG = {
    "quotes": ('level = "socle"', "level = socle", "utf-8", "ligne 3", "guillemets"),
    "encoding": ("—", "-", "latin-1", "ligne ", "UTF-8"),
    "heading": ("## À observer", "## A observer", "utf-8", "ligne ", "A observer"),
    "settings": ("+++\n", "", "utf-8", "ligne 1", "+++"),
    "level": ('level = "socle"', 'level = "facile"', "utf-8", "ligne 3", "facile"),
    "minutes": ("minutes =", "# minutes =", "utf-8", "ligne 1", "minutes"),
    "no answer": ("- [x]", "- [ ]", "utf-8", "ligne ", "bonne réponse"),
    "workshop": ("```atelier html-recu", "```atelier html-recus", "utf-8", "ligne ", "html-recus"),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_step_is_that_step_s_alone(own, client, caplog, what):
    old, new, encoding, line, word = WRONG[what]
    if what == "encoding":
        text = (FOLDER / "03-variables.md").read_text(encoding="utf-8")
        (own / "03-variables.md").write_bytes(text.encode("latin-1", "replace"))
    else:
        changed(own, old, new, encoding)
    for _ in range(2):
        page = client.get("/lecon/variables")
        assert page.status_code == 500
    for text in ["03-variables.md", line, word]:
        assert text in page.content.decode()
    for path in ["/lecon/", "/lecon/fiche", "/lecon/serveur", "/lecon/liens", "/lecon/salons"]:
        assert client.get(path).status_code == 200, path
    told = [record for record in caplog.records if "03-variables.md" in record.getMessage()]
    assert len(told) == 1
    assert not any(record.exc_info for record in caplog.records)


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("17-été.md", "ete"),
        ("15-salons - Copie.md", "salons-copie"),
        ("Mon étape.md", "mon-etape"),
        ("18-fiche.md", ""),
        ("18-carnet.md", ""),
        ("18-Salons.md", ""),
    ],
)
def test_a_name_that_is_no_address_is_said(own, client, name, address):
    shutil.copy(FOLDER / "15-salons.md", own / name)
    assert client.get("/lecon/").status_code == client.get("/lecon/salons").status_code == 200
    assert name in client.get("/lecon/").content.decode()
    if address:
        assert name in client.get(f"/lecon/{address}").content.decode()


def test_a_code_tab_that_finds_nothing_is_that_step_s_alone(own, client):
    changed(own, "code = [\n", 'code = [\n  { label = "Perdu", file = "pages/perdu.py" },\n')
    page = client.get("/lecon/variables")
    assert page.status_code == 500
    assert "Perdu" in page.content.decode()
    assert client.get("/lecon/").status_code == 200


def test_one_s_own_steps_stand_among_the_program_s_and_replace_those_of_their_name(own, client):
    text = (FOLDER / "03-variables.md").read_text(encoding="utf-8")
    title = text.split('title = "')[1].split('"')[0]
    (own / "03-variables.md").write_bytes(
        b"\xef\xbb\xbf" + text.replace(title, "À moi").encode().replace(b"\n", b"\r\n")
    )
    (own / "04-ma-page.md").write_text(text.replace(title, "Ma page"), encoding="utf-8")
    titles = [step.title for step in every_step()]
    assert titles[2] == "À moi"
    assert "Ma page" in titles[3:5]
    assert client.get("/lecon/ma-page").status_code == 200
    assert len(files()) == len(list(FOLDER.glob("[0-9]*.md"))) + 1
    assert steps_and_faults()[1] == []
