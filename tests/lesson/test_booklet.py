"""The booklet: the pupil's own, or blank, and always with what to remember."""

import json

import pytest
from django.urls import reverse

from lesson import booklet
from lesson.steps import every_step
from pupils.models import Note, Pupil, Version

pytestmark = pytest.mark.django_db
SAID = "Un achat, pour que <b>personne</b> ne lise la carte."


@pytest.fixture
def alice(client):
    client.post(reverse("claim"), {"pseudonyme": "Alice"})
    pupil = Pupil.objects.get()
    number = next(activity.number for activity in step("https").activities if activity.written)
    Note.objects.create(pupil=pupil, key="lesson.written", value=json.dumps({"https": {str(number): SAID}}))
    return pupil


def step(slug):
    return next(step for step in every_step() if step.slug == slug)


def page(client, query=""):
    response = client.get(reverse("booklet") + query)
    assert response.status_code == 200
    return response.content.decode()


def keep(pupil, project, **files):
    Version.objects.create(pupil=pupil, project=project, files={f"{name}.py": text for name, text in files.items()})


def test_every_step_draws_one_exchange_and_every_exchange_has_its_step():
    assert set(booklet.read()) == {step.slug for step in every_step()}


def test_nobody_gets_the_blank_one_with_all_there_is_to_remember(client):
    html = page(client)
    assert all(step.remember in html for step in every_step())
    assert html.count('<svg class="drawing"') == len(every_step())
    assert "GET /hello" in html
    assert html.count('class="line"') == 3 * html.count('class="answer"') > 0


def test_a_pupil_finds_the_own_answer_as_text(client, alice):
    html = page(client)
    assert "Carnet de Alice" in html
    assert "&lt;b&gt;personne&lt;/b&gt;" in html
    assert "<b>personne" not in html


def test_the_blank_one_holds_nothing_of_the_pupil_who_prints_it(client, alice):
    keep(alice, "mon-serveur", views="only_mine = 1")
    html = page(client, "?vierge=1")
    assert "Un achat" not in html
    assert "only_mine" not in html
    assert "Carnet de" not in html


def test_the_code_is_that_left_last_and_each_file_stands_once(client, alice):
    keep(alice, "exercice-route", views="old = 1", urls="same = 1")
    keep(alice, "exercice-route", views="new = 1", urls="same = 1")
    keep(alice, "exercice-gabarit", views="newer = 1", urls="same = 1")
    html = page(client)
    assert "old = 1" not in html
    assert [html.count(text) for text in ("new = 1", "newer = 1", "same = 1")] == [1, 1, 1]


@pytest.mark.parametrize("value", ["{", "[]", '{"https": 3}', '{"https": {"1": {}}}', "[" * 9000])
def test_a_note_that_is_no_notebook_counts_as_nothing(client, alice, value):
    alice.notes.update(value=value)
    page(client)
