"""The teacher's sheet: what all may read, and the key, which staff alone may."""

import pytest
from django.urls import reverse

from lesson import sheet
from lesson.steps import every_step

pytestmark = pytest.mark.django_db
KEY = "après la ligne vide"
LABEL = "304 Not Modified"


def page(client, query=""):
    return client.get(reverse("sheet") + query).content.decode()


def test_the_key_is_for_staff_only(client, django_user_model, admin_client):
    assert KEY not in page(client, "?corrige")
    client.force_login(django_user_model.objects.create_user("eleve"))
    assert KEY not in page(client, "?corrige")
    assert LABEL not in page(client, "?corrige")
    assert KEY in page(admin_client, "?corrige")
    assert LABEL in page(admin_client, "?corrige")


def test_staff_see_the_worksheet_as_pupils_do_until_they_ask(admin_client):
    assert KEY not in page(admin_client)


def test_who_is_not_signed_in_is_told_where(client):
    assert f"{reverse('admin:login')}?next={reverse('sheet')}%3Fcorrige" in page(client)


def test_every_step_belongs_to_one_session_that_fits_in_a_lesson():
    plans = sheet.read()["plans"]
    sessions = [session for plan in plans for session in plan["sessions"]]
    assert [slug for session in sessions for slug in session["steps"]] == [step.slug for step in every_step()]
    assert [len(plan["sessions"]) for plan in plans] == [5, 4]
    steps = {step.slug: step for step in every_step()}
    assert all(sum(steps[slug].minutes for slug in session["steps"]) <= 45 for session in sessions)


def test_every_competence_has_its_steps_and_every_step_its_competence():
    programme = set(sheet.read()["programme"])
    assert {key for step in every_step() for key in step.programme} == programme


def test_plan_a_covers_the_whole_programme_of_the_year():
    plan_a = sheet.read()["plans"][0]
    slugs = {slug for session in plan_a["sessions"] for slug in session["steps"]}
    covered = {key for step in every_step() if step.slug in slugs for key in step.programme}
    assert covered == set(sheet.read()["programme"]) - {"approfondir"}


def test_arrows_to_be_completed_are_blank_and_those_given_are_not(client):
    html = page(client)
    assert "Set-Cookie: visites=1" not in html
    assert "GET (pas de cookie)" in html
    assert html.count('class="blank') == 3


def test_an_arrow_ends_where_its_reader_is():
    drawn = sheet.drawing([{"from": "A", "to": "S", "label": "x"}, {"from": "S", "to": "A", "label": "y"}])
    there, back = drawn["arrows"]
    assert (there["start"], there["end"]) == (back["end"], back["start"])
    assert there["head"] < there["end"]
    assert back["head"] > back["end"]
    assert [line["name"] for line in drawn["lifelines"]] == ["Client A", "Serveur"]


def test_every_session_says_how_to_hold_it(client):
    sessions = [session for plan in sheet.read()["plans"] for session in plan["sessions"]]
    assert [len(session["say"]) for session in sessions] == [3] * 9
    html = page(client)
    assert html.count("Cinq minutes pour finir") == 9
    assert "Aucun devoir n’exige un PC" in html


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            'stop = "La requête',
            'halte = "La requête',
            "il manque stop dans [[plans.sessions]] («\u00a0Requête et réponse\u00a0»)",
        ),
        ('lead = "Cinq', 'entree = "Cinq', "il manque lead dans [[plans]]"),
        ("[programme]", "[competences]", "il manque programme dans ce fichier."),
        ('title = "Requête et réponse"', "title = Requête", "ce réglage ne se lit pas"),
    ],
)
def test_what_is_missing_in_the_file_is_said_in_one_sentence(admin_client, tmp_path, monkeypatch, old, new, sentence):
    text = sheet.FILE.read_text(encoding="utf-8")
    changed = tmp_path / "fiche.toml"
    changed.write_text(text.replace(old, new, 1), encoding="utf-8")
    monkeypatch.setattr(sheet, "FILE", changed)
    answer = admin_client.get(reverse("sheet"))
    assert answer.status_code == 500
    assert "fiche.toml" in answer.content.decode()
    assert sentence in answer.content.decode()
    desk = admin_client.get(reverse("seances"))
    assert desk.status_code == 200
    assert "Les plans ne se lisent pas." in desk.content.decode()
    assert sentence in desk.content.decode()
