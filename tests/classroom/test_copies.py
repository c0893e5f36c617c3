import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from classroom.models import HandIn, Seance
from pupils import identity
from pupils.models import Pupil, Version


@pytest.fixture
def greg_s(greg):
    """Greg's browser."""
    client = Client()
    response = identity.remember(RequestFactory().get("/"), HttpResponse(), greg)
    for name, morsel in response.cookies.items():
        client.cookies[name] = morsel.value
    return client


def test_from_the_pupil_s_hand_to_the_teacher_s_and_back(teacher, seance, greg, greg_s):
    Version.objects.create(pupil=greg, project="exercice-route", files={"views.py": "def hello():\n    return 1"})
    greg_s.post(reverse("give"))
    copy = HandIn.objects.get()
    assert "Greg" in teacher.get(reverse("seance", args=[seance.pk])).content.decode()
    page = reverse("copy", args=[copy.pk])
    assert "def hello():" in teacher.get(page).content.decode()
    teacher.post(page, {"mark": "14", "comment": "Bien."})
    remark = {"project": "exercice-route", "path": "views.py", "line": 2, "text": "Et request ?"}
    teacher.post(page, remark)
    assert greg_s.get(reverse("given-back")).json() == {
        "copies": [{"seance": "Formulaires", "mark": "14", "comment": "Bien.", "remarks": [remark]}]
    }
    assert teacher.post(page, remark | {"line": 9}).status_code == 400


def test_nobody_hands_in_when_it_is_closed_or_without_a_name(seance, greg_s):
    Client().post(reverse("give"))
    Seance.objects.update(is_open=False)
    assert "On ne peut pas rendre" in greg_s.post(reverse("give"), follow=True).content.decode()
    assert not HandIn.objects.exists()
    assert Client().get(reverse("given-back")).json() == {"copies": []}


def test_the_class_s_work_is_one_zip(teacher, seance):
    answer = teacher.get(reverse("hand-ins", args=[seance.pk]))
    assert answer.headers["Content-Type"] == "application/zip"
    assert 'filename="rendus-formulaires.zip"' in answer.headers["Content-Disposition"]


@pytest.mark.django_db(transaction=True)
def test_who_hands_in_while_the_class_is_put_away_is_told_that_it_is_too_late(client, monkeypatch):
    gone = Pupil.objects.create(name="Alice")
    Seance.objects.begin(Seance.objects.create(title="S", is_open=True))
    monkeypatch.setattr("classroom.copies.current_pupil", lambda request: gone)
    Pupil.objects.filter(pk=gone.pk).delete()
    assert "On ne peut pas rendre" in client.post("/eleve/rendre", follow=True).content.decode()
