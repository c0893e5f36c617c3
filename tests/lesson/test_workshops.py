import pytest
from django.conf import settings

from lesson import workshops
from lesson.step_files import FOLDER

TEMPLATES = settings.BASE_DIR / "templates" / "lesson" / "workshops"


def test_every_workshop_is_used_by_a_step_and_explained():
    steps = "".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("[0-9]*.md"))
    explained = (FOLDER / "LISEZMOI.md").read_text(encoding="utf-8")
    for path in TEMPLATES.iterdir():
        assert f"```atelier {path.stem}\n" in steps
        assert f"- `{path.stem}`" in explained


def test_a_line_is_a_button_that_makes_a_request():
    assert workshops.context("requetes", "Une méthode refusée : POST = A POST /suivante\n")["requests"] == [
        {
            "label": "Une méthode refusée\xa0: POST",
            "client": "A",
            "method": "POST",
            "address": "/suivante",
        }
    ]


def test_a_line_is_a_button_that_removes_an_attribute():
    assert workshops.context("retirer", "Retirer name = A form[method=post] input name\n")["removals"] == [
        {"label": "Retirer name", "client": "A", "selector": "form[method=post] input", "attribute": "name"}
    ]


def test_a_line_that_cannot_be_read_is_an_error():
    with pytest.raises(ValueError, match="not as expected"):
        workshops.context("requetes", "Essayer = D GET /page")


@pytest.mark.parametrize(("text", "only"), [("Gabarit\n", ""), ("Gabarit\n{% url 'suite' %}\n", "{% url 'suite' %}")])
def test_a_template_is_compared_wholly_or_where_a_text_occurs(text, only):
    assert workshops.context("html-recu", text) == {"pane": "Gabarit", "only": only}


def test_a_page_to_try_keeps_its_text():
    assert workshops.context("essai", "<h1>Bonjour</h1>\n<p>a</p>\n") == {
        "text": "<h1>Bonjour</h1>\n<p>a</p>",
        "rows": 3,
    }
