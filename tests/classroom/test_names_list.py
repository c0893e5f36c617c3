import pytest
from django.test import Client
from django.urls import reverse

from classroom.models import Act
from classroom.names_list import MOST
from classroom.progress import overview
from pupils.models import Pupil

pytestmark = pytest.mark.django_db


@pytest.fixture
def paste(teacher):
    return lambda text: teacher.post(reverse("names-list"), {"names": text})


def test_each_pasted_name_becomes_a_pupil_with_a_code_and_those_there_are_stay(paste, teacher):
    alice = Pupil.objects.create(name="Alice")
    assert paste("  Bilal \r\n\r\nAlice\nÉlodie  M.\nbilal\n").status_code == 302
    assert list(Pupil.objects.values_list("name", flat=True)) == ["Alice", "Bilal", "Élodie M."]
    assert Pupil.objects.get(name="Alice").code == alice.code
    assert Act.objects.get().what == "Inscrire 2 pseudonymes"
    page = teacher.get(reverse("names-list")).content.decode()
    assert all(pupil.code in page for pupil in Pupil.objects.all())
    assert page.count("pas encore") == 2


def test_a_line_that_may_be_no_name_is_told_and_nobody_is_made(paste):
    page = paste("Bilal\nprof\n" + "a" * 33 + "\nA\u202eB").content.decode()
    assert "Ligne 2, «\xa0prof\xa0»" in page
    assert "Ligne 3" in page
    assert "Ligne 4" in page
    assert not Pupil.objects.exists()
    assert f"{MOST} pseudonymes au plus" in paste("\n".join(f"Nom{n}" for n in range(MOST + 1))).content.decode()


def test_a_pupil_of_the_list_comes_in_by_the_code_and_is_seen(paste, teacher):
    paste("Alice\nBilal")
    assert overview()["pupils"] == []  # nobody came: nobody is gone either
    pupil = Pupil.objects.get(name="Bilal")
    browser = Client()
    assert browser.post(reverse("come-back"), {"pseudonyme": "bilal", "code": pupil.code}).status_code == 302
    assert teacher.get(reverse("names-list")).content.decode().count("pas encore") == 1  # Alice
    assert [row["name"] for row in overview()["pupils"]] == ["Bilal"]


def test_pupils_see_nothing_of_it():
    Pupil.objects.create(name="Bilal")
    answer = Client(SERVER_NAME="localhost").get(reverse("names-list"))
    assert answer.status_code == 302
    assert "/admin/login" in answer.headers["Location"]
