import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from exercises.catalogue import all_tasks
from exercises.models import Rules

TASKS = all_tasks()
FIRST = TASKS[0]
pytestmark = pytest.mark.django_db


def text(response):
    return response.content.decode()


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.key)
def test_each_task_has_its_page_with_statement_tries_and_hints(client, task):
    page = client.get(task.address)
    assert page.status_code == 200
    assert text(page).count("<summary>Indice ") == len(task.hints)
    assert "Ce qui sera essayé" in text(page)
    assert f"start.py exercices {task.key}" in text(page)


def test_the_list_leads_to_every_task(client):
    page = text(client.get(reverse("exercises")))
    for task in TASKS:
        assert f'href="{task.address}"' in page


def test_an_unknown_task_is_not_found(client):
    assert client.get(reverse("exercise", args=["rien"])).status_code == 404


def test_a_solution_waits_for_insistence(client):
    address = reverse("solution", args=["repondre"])
    assert "ChatConsumer" not in text(client.get(address))
    assert "ChatConsumer" in text(client.get(address, {"insister": "oui"}))


def test_the_teachers_page_lists_all_solutions_and_is_for_staff_only(client):
    assert client.get(reverse("solutions")).status_code == 302
    client.force_login(User.objects.create_user("prof", is_staff=True))
    page = text(client.get(reverse("solutions")))
    for task in TASKS:
        assert task.title.replace("'", "&#x27;") in page


def test_the_teacher_says_when_solutions_open(client):
    client.force_login(User.objects.create_user("prof", is_staff=True))
    assert '"rule": "earned"' in text(client.get(FIRST.address))
    answer = client.post(reverse("exercise-rules"), {"solutions": "open"})
    assert (answer.status_code, answer.url) == (302, reverse("solutions"))
    assert '"rule": "open"' in text(client.get(FIRST.address))


def test_only_staff_changes_the_rules_and_only_to_one_that_exists(client):
    assert client.post(reverse("exercise-rules"), {"solutions": "open"}).status_code == 302
    client.force_login(User.objects.create_user("prof", is_staff=True))
    client.post(reverse("exercise-rules"), {"solutions": "jamais"})
    assert Rules.objects.current().solutions == Rules.EARNED


def test_the_page_that_tries_all_is_for_staff_and_knows_every_answer(client):
    address = reverse("verify")
    assert client.get(address).status_code == 302
    client.force_login(User.objects.create_user("prof", is_staff=True))
    few, all_of_one = client.get(address), client.get(address, {"tout": "oui", "exercice": "lien"})
    assert [len(task["answers"]) for task in few.context["data"]["tasks"]] == [2] * len(TASKS)
    [task] = all_of_one.context["data"]["tasks"]
    assert {answer["code"] for answer in task["answers"]} >= {"no_link", "fixed_address"}


def test_an_exercise_of_both_chains_has_a_page_in_each(client):
    assert "Exercice 12 sur" in text(client.get("/exercices/lecon-repondre"))
    assert "Exercice 1 sur" in text(client.get("/exercices/repondre"))


def test_an_exercise_leads_to_its_step(client):
    page = text(client.get(reverse("exercise", args=["route"])))
    assert f'href="{reverse("step", args=["serveur"])}" data-step-text' in page


def test_a_solution_can_be_tried_as_a_project_of_its_own(client):
    task = next(task for task in TASKS if task.slug == "gabarit")
    response = client.get(task.trial)
    project = response.context["data"]["project"]
    assert project == {"id": "essai-gabarit", "files": task.solution}
    assert response.context["data"]["task"] is None
    assert task.title in text(response)
