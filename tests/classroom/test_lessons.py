import pytest
from django.test import Client
from django.urls import reverse

from classroom.models import ExtraTime, HandIn, Seance


def test_a_seance_of_a_plan_is_begun_by_one_click(teacher):
    teacher.post(reverse("seances"), {"title": "Liens", "steps": ["liens"], "exercises": ["lien"]})
    assert Seance.objects.current().exercises == ["lien"]
    teacher.post(reverse("begin-seance"))
    assert Seance.objects.current() is None


def test_a_seance_without_anything_is_told(teacher):
    answer = teacher.post(reverse("seances"), {"title": "Rien"})
    assert answer.status_code == 400
    assert "au moins une étape" in answer.content.decode()


def test_more_time_is_one_click_and_one_click_back(teacher, seance, greg):
    for expected in (1, 0):
        teacher.post(reverse("extra-time", args=[seance.pk]), {"pupil": greg.pk})
        assert ExtraTime.objects.count() == expected


def test_work_is_taken_until_the_clock_says_so(teacher, seance):
    teacher.post(reverse("seance", args=[seance.pk]), {"is_open": "on", "closes_at": "2026-01-12T10:30"})
    seance.refresh_from_db()
    assert (seance.is_open, seance.closes_at.minute) == (True, 30)
    assert teacher.post(reverse("seance", args=[seance.pk]), {"closes_at": "demain"}).status_code == 400


@pytest.mark.parametrize("name", ["seances", "new-class"])
def test_these_pages_are_for_staff_alone(db, name):
    assert Client(SERVER_NAME="localhost").get(reverse(name)).status_code == 302


@pytest.mark.parametrize("what", ["", "x", "²", "999999999999999999999"])
def test_numbers_that_are_none_lead_to_no_error(teacher, seance, what):
    assert teacher.post(reverse("extra-time", args=[seance.pk]), {"pupil": what}).status_code == 404
    assert teacher.post(reverse("begin-seance"), {"pk": what}).status_code in (302, 404)


def test_a_seance_is_deleted_once_it_was_said_what_goes_with_it(teacher, seance, greg):
    HandIn.objects.create(seance=seance, pupil=greg, mark="14")
    address = reverse("desk-order", args=["effacer-seance"])
    asked = teacher.post(address, {"pk": seance.pk}).content.decode()
    assert "travaux rendus, notes et remarques comprises\xa0: 1" in asked
    assert HandIn.objects.exists()
    teacher.post(address, {"pk": seance.pk, "confirmed": "1", "page": reverse("seances")})
    assert not Seance.objects.exists()
