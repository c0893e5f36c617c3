import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from exercises import workspace
from exercises.catalogue import all_exercises

EXERCISES = all_exercises()
FIRST = EXERCISES[0]
NEIGHBOUR = {"REMOTE_ADDR": "10.0.0.7"}

pytestmark = pytest.mark.usefixtures("work")


def text(response):
    return response.content.decode()


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.slug)
def test_each_exercise_has_its_page_with_statement_and_hints(client, exercise):
    page = client.get(reverse("exercise", args=[exercise.slug]))
    assert page.status_code == 200
    assert text(page).count("<details>") >= len(exercise.hints)
    assert text(page).count('data-slug="') == len(EXERCISES) + 1


def test_the_list_opens_at_the_exercise_to_do(client):
    workspace.note_reached(3)
    page = text(client.get(reverse("exercises")))
    assert 'data-slug="salons" data-number="4"' in page
    assert page.count('data-done="true"') == 3


def test_the_page_names_the_file_to_open(client):
    assert str(workspace.file()) in text(client.get(reverse("exercises")))
    assert workspace.file().exists()


def test_a_neighbour_reads_the_exercises_and_learns_where_to_do_them(client):
    page = text(client.get(reverse("exercises"), **NEIGHBOUR))
    assert "Indice 1 sur" in page
    assert "python3 start.py exercices" in page
    assert "mon_chat.py" not in page
    assert "<iframe" not in page


def test_an_unknown_exercise_is_not_found(client):
    assert client.get(reverse("exercise", args=["rien"])).status_code == 404


def test_a_solution_waits_for_success_or_insistence(client):
    address = reverse("solution", args=[FIRST.slug])
    assert "class" not in text(client.get(address)).partition("<main")[2].replace("class=", "")
    assert "ChatConsumer" in text(client.get(address, {"insister": "oui"}))
    workspace.note_reached(1)
    assert "ChatConsumer" in text(client.get(address))
    assert "J’insiste" in text(client.get(address, **NEIGHBOUR))


def test_a_reset_brings_the_starter_back_and_keeps_the_work(client):
    workspace.write("mon travail")
    client.post(reverse("exercises-reset"), {"slug": EXERCISES[2].slug})
    assert workspace.file().read_text(encoding="utf-8") == EXERCISES[1].solution


@pytest.mark.parametrize("name", ["exercises-reset", "exercises-run"])
def test_only_the_owner_may_act(client, name):
    workspace.write("mon travail")
    assert client.post(reverse(name), {"slug": FIRST.slug}, **NEIGHBOUR).status_code == 403
    assert client.get(reverse(name)).status_code == 405
    assert workspace.file().read_text(encoding="utf-8") == "mon travail"


@pytest.mark.django_db
def test_the_teachers_page_lists_all_solutions_and_is_for_staff_only(client):
    assert client.get(reverse("solutions")).status_code == 302
    client.force_login(User.objects.create_user("prof", is_staff=True))
    page = text(client.get(reverse("solutions")))
    for exercise in EXERCISES:
        assert exercise.title.replace("'", "&#x27;") in page


def test_a_frame_opens_any_room(client):
    page = text(client.get(reverse("exercises-chat", args=["salle des élèves"])))
    assert 'data-room="salle des élèves"' in page


def test_a_neighbours_frame_does_not_run(client):
    assert "<script" not in text(client.get(reverse("exercises-chat", args=["maths"]), **NEIGHBOUR))
