from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from classroom import seances
from classroom.models import ExtraTime, Seance
from exercises.catalogue import all_tasks
from lesson.steps import every_step
from pupils.models import Pupil


@pytest.fixture
def seance(db):
    seance = Seance.objects.create(title="Formulaires", steps=["liens", "serveur"], exercises=["route"])
    Seance.objects.begin(seance)
    seance.refresh_from_db()
    return seance


def test_both_plans_stand_ready_and_hold_every_step_and_its_exercises():
    lessons = [lesson for _, plan in seances.ready_made() for lesson in plan]
    assert len(lessons) == 9
    assert {slug for lesson in lessons for slug in lesson["steps"]} <= {step.slug for step in every_step()}
    known = {task.slug for task in all_tasks()}
    assert {slug for lesson in lessons for slug in lesson["exercises"]} <= known
    assert "route" in lessons[0]["exercises"]


def test_a_form_needs_a_title_and_something_to_do(db):
    assert not seances.SeanceForm({"title": "Rien"}).is_valid()
    assert not seances.SeanceForm({"title": "x", "steps": ["nowhere"]}).is_valid()
    assert seances.SeanceForm({"title": "Liens", "steps": ["liens"]}).is_valid()


def test_one_seance_at_most_is_going_on(seance):
    other = Seance.objects.create(title="Autre", steps=["liens"])
    Seance.objects.begin(other)
    assert list(Seance.objects.filter(is_current=True)) == [other]
    Seance.objects.begin(None)
    assert seances.current(None) is None


def test_pupils_see_it_first_and_the_rest_further_on(client, seance):
    page = client.get(reverse("lesson")).content.decode()
    first, _, further = page.partition("Plus loin</h2>")
    assert 'data-step="liens"' in first
    assert 'data-exercise="route"' in first
    assert 'data-step="liens"' not in further
    assert 'data-step="https"' in further
    assert "Rendre mon travail" not in page


def test_without_a_seance_the_list_is_whole(client, db):
    page = client.get(reverse("lesson")).content.decode()
    assert "Plus loin" not in page
    assert page.count("data-step=") == len(every_step())


def test_a_step_that_is_gone_is_left_out(client, seance):
    Seance.objects.update(steps=["liens", "disparue"])
    assert client.get(reverse("lesson")).status_code == 200


def test_who_has_more_time_may_hand_in_later(seance):
    alice, bob = Pupil.objects.create(name="Alice"), Pupil.objects.create(name="Bob")
    now = timezone.now()
    assert not seance.takes(alice, now)
    seance.is_open, seance.closes_at = True, now - timedelta(minutes=5)
    ExtraTime.objects.create(seance=seance, pupil=bob)
    assert not seance.takes(alice, now)
    assert seance.takes(bob, now)
    assert not seance.takes(bob, now + timedelta(minutes=20))
    seance.closes_at = None
    assert seance.takes(alice, now)


def test_work_is_taken_from_the_time_that_was_said_and_the_page_says_it(seance, client):
    alice, now = Pupil.objects.create(name="Alice"), timezone.now()
    seance.is_open, seance.opens_at = True, now + timedelta(minutes=5)
    seance.save()
    assert not seance.takes(alice, now)
    assert seance.takes(alice, now + timedelta(minutes=6))
    assert f"à partir de {timezone.localtime(seance.opens_at):%H:%M}" in client.get(reverse("lesson")).content.decode()
    seance.is_open = False
    assert not seance.opens_later(now)


def test_who_has_more_time_reads_the_later_end(seance):
    bob = Pupil.objects.create(name="Bob")
    seance.closes_at = timezone.now()
    seance.save()
    ExtraTime.objects.create(seance=seance, pupil=bob)
    assert seances.current(bob.pk)["closes_at"] == seance.closes_at + timedelta(minutes=15)


def test_the_end_comes_after_the_beginning(seance):
    times = {"is_open": "on", "opens_at": "2026-01-12T10:30", "closes_at": "2026-01-12T10:30"}
    assert "La fin vient avant le début." in str(seances.HandInTimes(times, instance=seance).errors)
    assert seances.HandInTimes(times | {"closes_at": "2026-01-12T10:31"}, instance=seance).is_valid()
