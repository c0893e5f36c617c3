import re

import pytest
from django.urls import reverse

from chat.models import Room
from exchanges import visitors
from lesson.steps import every_step

pytestmark = pytest.mark.django_db


def test_the_list_names_every_step_and_its_level(client):
    page = client.get(reverse("lesson")).content.decode()
    for step in every_step():
        assert f'href="{step.url}"' in page
    assert page.count('class="badge level-') == len(every_step())


@pytest.mark.parametrize("slug", [step.slug for step in every_step()])
def test_every_step_is_a_page(client, slug):
    response = client.get(reverse("step", args=[slug]))
    assert response.status_code == 200
    assert "style=" not in re.sub(r"<(pre|textarea|code).*?</\1>", "", response.content.decode(), flags=re.DOTALL)


def test_no_other_step_exists(client):
    assert client.get("/lecon/inconnue").status_code == 404


@pytest.mark.parametrize("path", ["/lecon/", "/lecon/serveur"])
def test_opening_the_lesson_starts_a_journal(client, path):
    assert visitors.COOKIE in client.get(path).cookies
    assert visitors.COOKIE not in client.get(path).cookies


def test_frames_that_open_together_find_the_one_token_of_their_forms(client):
    client.get("/lecon/get-ou-post")
    token = client.cookies["csrftoken"].value
    for _ in "AB":
        client.get("/formulaire")
        assert client.cookies["csrftoken"].value == token


def test_the_first_page_already_leads_to_the_visitors_own_room_and_opens_none(client):
    page = client.get("/lecon/websocket").content.decode()
    [room] = set(re.findall(r'src="/~[AB]/chat/(prive-[\w-]+)', page))
    assert Room.objects.at(room).title == "Votre salon"
    assert room in client.get("/lecon/duree").content.decode()
    assert Room.objects.count() == 1


def test_steps_without_a_chat_open_no_room(client):
    client.get("/lecon/serveur")
    assert Room.objects.count() == 1


def test_each_step_leads_to_the_next_and_back(client):
    response = client.get("/lecon/structurer")
    assert response.context["previous"].slug == "serveur"
    assert response.context["next"].slug == "variables"


@pytest.mark.parametrize(("slug", "shown"), [("serveur", False), ("websocket", True), ("salons", True)])
def test_beyond_the_core_one_only_has_to_understand(client, slug, shown):
    assert ("Comprendre le code, pas savoir le produire" in client.get(f"/lecon/{slug}").content.decode()) == shown


def test_the_pages_only_answer_get(client):
    assert client.post("/lecon/").status_code == 405
    assert client.post("/lecon/serveur").status_code == 405
