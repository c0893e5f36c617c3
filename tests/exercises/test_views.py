import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from exercises.catalogue import all_tasks

TASKS = all_tasks()
FIRST = TASKS[0]


def text(response):
    return response.content.decode()


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.slug)
def test_each_task_has_its_page_with_statement_tries_and_hints(client, task):
    page = client.get(reverse("exercise", args=[task.slug]))
    assert page.status_code == 200
    assert text(page).count("<summary>Indice ") == len(task.hints)
    assert "Ce qui sera essayé" in text(page)
    assert f"start.py exercices {task.slug}" in text(page)


def test_the_list_leads_to_every_task(client):
    page = text(client.get(reverse("exercises")))
    for task in TASKS:
        assert f'href="{reverse("exercise", args=[task.slug])}"' in page


def test_an_unknown_task_is_not_found(client):
    assert client.get(reverse("exercise", args=["rien"])).status_code == 404


def test_a_solution_waits_for_insistence(client):
    address = reverse("solution", args=["repondre"])
    assert "ChatConsumer" not in text(client.get(address))
    assert "ChatConsumer" in text(client.get(address, {"insister": "oui"}))


@pytest.mark.django_db
def test_the_teachers_page_lists_all_solutions_and_is_for_staff_only(client):
    assert client.get(reverse("solutions")).status_code == 302
    client.force_login(User.objects.create_user("prof", is_staff=True))
    page = text(client.get(reverse("solutions")))
    for task in TASKS:
        assert task.title.replace("'", "&#x27;") in page
