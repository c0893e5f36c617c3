import json
from datetime import timedelta

import pytest
from django.utils import timezone

from classroom import progress
from pupils.models import Note, Pupil


@pytest.fixture
def greg(db):
    return Pupil.objects.create(name="Greg")


def note(pupil, key, value, ago=0):
    text = value if isinstance(value, str) else json.dumps(value)
    Note.objects.update_or_create(pupil=pupil, key=f"lesson.{key}", defaults={"value": text})
    Note.objects.filter(pupil=pupil, key=f"lesson.{key}").update(written_at=timezone.now() - timedelta(seconds=ago))


def stuck(pupil, slug="route", code="no_such_page", ago=0, since=0):
    note(pupil, "stuck", {"slug": slug, "title": "Une page", "code": code, "did": "La page manque.", "tries": 3}, ago)
    note(pupil, "since", {"slug": slug, "code": code}, since)


def row_of(pupil):
    return next(row for row in progress.overview()["pupils"] if row["claim"] == pupil.pk)


def test_what_was_read_answered_and_written_is_counted(greg):
    note(greg, "progress", {"last": "liens", "steps": {"serveur": {"1": "found", "2": "again"}, "liens": {}}})
    note(greg, "exercises", {"route": True, "gabarit": "repris"})
    note(greg, "here", {"title": "Des liens", "path": "/lecon/liens"})
    row = row_of(greg)
    assert (row["read"], row["found"], row["again"], row["passed"], row["taken"]) == (2, 1, 1, 2, 1)
    assert row["place"] == "Des liens"
    assert row["stuck"] is None


def test_who_is_stuck_is_told_with_what_and_since_when_until_the_exercise_is_passed(greg):
    stuck(greg, since=301)
    trouble = row_of(greg)["stuck"]
    assert trouble["did"] == "La page manque."
    assert trouble["since"] == 300
    note(greg, "exercises", {"route": True})
    assert row_of(greg)["stuck"] is None


def test_those_who_have_been_stuck_the_longest_come_first(db, monkeypatch):
    pupils = {name: Pupil.objects.create(name=name) for name in ("Alice", "Bob", "Chloé", "David")}
    stuck(pupils["Alice"], since=70)
    stuck(pupils["Chloé"], since=500)
    stuck(pupils["David"], since=900)
    present = {pupils[name].pk: "" for name in ("Alice", "Bob", "Chloé")}
    monkeypatch.setattr("classroom.presence.here", lambda claims: present)
    assert [row["name"] for row in progress.overview()["pupils"]] == ["Chloé", "Alice", "Bob", "David"]


def test_steps_and_questions_are_counted_over_the_class(db):
    for name, second in {"Alice": "found", "Bob": "again", "Chloé": "again"}.items():
        note(Pupil.objects.create(name=name), "progress", {"steps": {"serveur": {"1": "found", "2": second}}})
    step = next(step for step in progress.overview()["steps"] if step["slug"] == "serveur")
    assert step["readers"] == 3
    assert step["questions"] == [{"number": 1, "found": 3, "again": 0}, {"number": 2, "found": 1, "again": 2}]


def test_the_commonest_mistakes_of_the_hour_come_with_an_example_and_no_name(db):
    for name in ("Alice", "Bob"):
        stuck(Pupil.objects.create(name=name))
    stuck(Pupil.objects.create(name="Chloé"), code="print")
    stuck(Pupil.objects.create(name="David"), code="old", ago=7200)
    mistakes = progress.overview()["mistakes"]
    assert [mistake["count"] for mistake in mistakes] == [2, 1]
    assert mistakes[0] == {"count": 2, "title": "Une page", "did": "La page manque."}


@pytest.mark.parametrize(
    "text", ["", "[]", "3", "nonsense", '{"steps": 3}', '{"steps": {"serveur": 3, "x": {"y": []}}}']
)
def test_notes_made_by_hand_break_nothing(greg, text):
    for key in ("progress", "exercises", "here", "stuck", "since"):
        note(greg, key, text)
    assert row_of(greg)["stuck"] is None
    progress.overview()


def test_hostile_values_are_cut_and_stay_text(greg):
    note(greg, "stuck", {"slug": "x" * 9999, "title": ["a"], "code": 3, "did": "y" * 9999, "tries": "many"})
    note(greg, "exercises", {"route": ["unhashable"]})
    trouble = row_of(greg)["stuck"]
    assert (len(trouble["did"]), trouble["title"], trouble["code"], trouble["tries"]) == (300, "", "", 1)
