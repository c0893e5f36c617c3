import pytest
from django.test import Client
from django.urls import reverse

from classroom.models import Act
from classroom.names_list import MOST
from classroom.progress import overview
from pupils import quotas
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


def test_the_teacher_keeps_the_entry_to_the_list_opens_it_for_ten_minutes_and_to_all(paste, teacher):
    door = reverse("desk-door")
    assert "Réserver" not in teacher.get(reverse("names-list")).content.decode()  # to a list of nobody
    paste("Alice")
    for who, by_list, is_open, words in [
        ("list", True, False, "Seuls les pseudonymes de cette liste"),
        ("minutes", False, True, "Jusqu’à"),
        ("list", True, False, "Seuls les pseudonymes de cette liste"),
        ("all", False, False, "Chacun peut choisir"),
        ("nobody", False, False, "Chacun peut choisir"),
    ]:
        assert teacher.post(door, {"who": who}).status_code == 302
        assert (quotas.is_by_list(), bool(quotas.door_closes_at())) == (by_list, is_open)
        assert words in teacher.get(reverse("names-list")).content.decode()
    assert Act.objects.filter(what="Réserver l’entrée aux pseudonymes de la liste").count() == 2


def test_a_script_takes_no_name_before_the_teacher_opens_the_entry(paste, teacher):
    paste("Alice")
    teacher.post(reverse("desk-door"), {"who": "list"})
    for number in range(40):
        Client(REMOTE_ADDR=f"10.0.0.{number}").post(reverse("claim"), {"pseudonyme": f"Nom{number}"})
    assert [pupil.name for pupil in Pupil.objects.all()] == ["Alice"]
    pupil = Client(SERVER_NAME="localhost")
    assert pupil.post(reverse("desk-door"), {"who": "all"}).headers["Location"].startswith("/admin/login")
    assert quotas.is_by_list()
