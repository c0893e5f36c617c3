import html
import json

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from chat.models import Message, Room
from classroom.models import Act, ExtraTime, HandIn, Seance
from pupils import identity
from pupils.models import Pupil, Version


@pytest.fixture
def seance(db):
    seance = Seance.objects.create(title="Formulaires", steps=["liens"], exercises=["route"], is_open=True)
    Seance.objects.begin(seance)
    return seance


@pytest.fixture
def greg(db):
    return Pupil.objects.create(name="Greg")


@pytest.fixture
def greg_s(greg):
    """Greg's browser."""
    client = Client()
    response = identity.remember(RequestFactory().get("/"), HttpResponse(), greg)
    for name, morsel in response.cookies.items():
        client.cookies[name] = morsel.value
    return client


def test_a_seance_of_a_plan_is_begun_by_one_click(teacher):
    teacher.post(reverse("seances"), {"title": "Liens", "steps": ["liens"], "exercises": ["lien"]})
    assert Seance.objects.current().exercises == ["lien"]
    teacher.post(reverse("begin-seance"))
    assert Seance.objects.current() is None


def test_a_seance_without_anything_is_told(teacher):
    answer = teacher.post(reverse("seances"), {"title": "Rien"})
    assert answer.status_code == 400
    assert "au moins une étape" in answer.content.decode()


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


def test_more_time_is_one_click_and_one_click_back(teacher, seance, greg):
    for expected in (1, 0):
        teacher.post(reverse("extra-time", args=[seance.pk]), {"pupil": greg.pk})
        assert ExtraTime.objects.count() == expected


def test_work_is_taken_until_the_clock_says_so(teacher, seance):
    teacher.post(reverse("seance", args=[seance.pk]), {"is_open": "on", "closes_at": "2026-01-12T10:30"})
    seance.refresh_from_db()
    assert (seance.is_open, seance.closes_at.minute) == (True, 30)
    assert teacher.post(reverse("seance", args=[seance.pk]), {"closes_at": "demain"}).status_code == 400


def test_the_class_s_work_is_one_zip(teacher, seance):
    answer = teacher.get(reverse("hand-ins", args=[seance.pk]))
    assert answer.headers["Content-Type"] == "application/zip"
    assert 'filename="rendus-formulaires.zip"' in answer.headers["Content-Disposition"]


def test_a_room_is_exported_without_what_was_removed(teacher):
    room = Room.objects.get_or_create(slug="accueil", defaults={"title": "Accueil"})[0]
    for number, text in enumerate(["=1+1", "gros nul"], 1):
        Message.objects.create(room=room, number=number, client_id=str(number), user_name="Zoé", text=text)
    Message.objects.filter(number=2).remove(by="prof")
    as_csv = teacher.get(reverse("export-room", args=[room.pk, "csv"])).content.decode("utf-8-sig")
    assert "'=1+1" in as_csv
    as_json = json.loads(teacher.get(reverse("export-room", args=[room.pk, "json"])).content)
    assert [message["text"] for message in as_json] == ["=1+1"]
    assert "gros nul" not in as_csv


def test_a_class_is_put_away_by_the_teacher_and_comes_back(teacher, transactional_db, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    page = reverse("new-class")
    teacher.post(page)
    assert not Act.objects.exists()
    Pupil.objects.create(name="Greg")
    assert "1 élève, 0 message, 0 travail rendu" in teacher.get(page).content.decode()
    teacher.post(page)
    assert not Pupil.objects.exists()
    (name,) = [path.name for path in (tmp_path / "archives").iterdir()]
    teacher.post(page, {"archive": name})
    assert Pupil.objects.get().name == "Greg"
    assert teacher.post(page, {"archive": "../secret_key"}).status_code == 302
    assert Act.objects.count() == 2


def test_the_page_of_a_new_class_says_when_pupils_are_forgotten(teacher, settings):
    settings.KEEP_DAYS = 200
    assert "depuis 200\u00a0jours" in html.unescape(teacher.get("/classe/nouvelle").content.decode())


@pytest.mark.parametrize("name", ["seances", "new-class"])
def test_these_pages_are_for_staff_alone(db, name):
    assert Client(SERVER_NAME="localhost").get(reverse(name)).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_who_hands_in_while_the_class_is_put_away_is_told_that_it_is_too_late(client, monkeypatch):
    gone = Pupil.objects.create(name="Alice")
    Seance.objects.begin(Seance.objects.create(title="S", is_open=True))
    monkeypatch.setattr("classroom.lessons.current_pupil", lambda request: gone)
    Pupil.objects.filter(pk=gone.pk).delete()
    assert "On ne peut pas rendre" in client.post("/eleve/rendre", follow=True).content.decode()
