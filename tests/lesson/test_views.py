import itertools
import re

import pytest
from django.conf import settings
from django.urls import reverse

from chat.models import Room
from exchanges import visitors
from lesson.steps import LEVELS, every_step

pytestmark = pytest.mark.django_db


def test_the_list_names_every_step_and_its_level(client):
    page = client.get(reverse("lesson")).content.decode()
    for step in every_step():
        assert f'href="{step.url}"' in page
    assert page.count('class="badge level-') == len(every_step()) + len(LEVELS)


@pytest.mark.parametrize("slug", [step.slug for step in every_step()])
def test_every_step_is_a_page(client, slug):
    response = client.get(reverse("step", args=[slug]))
    assert response.status_code == 200
    assert " style=" not in re.sub(r"<(pre|textarea|code).*?</\1>", "", response.content.decode(), flags=re.DOTALL)


@pytest.mark.parametrize("slug", [step.slug for step in every_step()])
def test_no_heading_skips_a_level(client, slug):
    page = client.get(reverse("step", args=[slug])).content.decode()
    levels = [int(level) for level in re.findall(r"<h([1-6])\b", page)]
    assert levels[0] == 1
    assert all(next_one <= level + 1 for level, next_one in itertools.pairwise(levels))


def test_no_other_step_exists(client):
    assert client.get("/lecon/inconnue").status_code == 404


@pytest.mark.parametrize("path", ["/lecon/", "/lecon/serveur"])
def test_opening_the_lesson_starts_a_journal(client, path):
    assert visitors.COOKIE in client.get(path).cookies
    assert visitors.COOKIE not in client.get(path).cookies


def test_frames_that_open_together_find_the_one_token_of_their_forms(client):
    client.get("/lecon/get-ou-post")
    token = client.cookies[settings.CSRF_COOKIE_NAME].value
    for _ in "AB":
        client.get("/formulaire")
        assert client.cookies[settings.CSRF_COOKIE_NAME].value == token


def test_the_first_page_already_leads_to_the_visitors_own_room_and_opens_none(client):
    page = client.get("/lecon/vrai-chat").content.decode()
    [room] = set(re.findall(r'src="/~[AB]/chat/(prive-[\w-]+)', page))
    assert Room.objects.at(room).title == "Votre salon"
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
    assert ("Ici, il suffit de comprendre le code" in client.get(f"/lecon/{slug}").content.decode()) == shown


def test_the_pages_only_answer_get(client):
    assert client.post("/lecon/").status_code == 405
    assert client.post("/lecon/serveur").status_code == 405


def test_a_step_shows_the_address_that_the_reader_used(client, settings):
    settings.ALLOWED_HOSTS = ["192.168.1.20"]
    page = client.get("/lecon/serveur", headers={"host": "192.168.1.20:8123"}).content.decode()
    for text in ["http://192.168.1.20:8123/hello", "<code>192.168.1.20</code>", "<code>:8123</code>"]:
        assert text in page


def test_what_is_to_be_written_is_a_link_when_the_exercise_exists(client, settings, monkeypatch):
    assert "À vous d’écrire" not in client.get("/lecon/https").content.decode()
    monkeypatch.setattr("lesson.steps.Step.exercises", ["repondre", "inconnu"])
    page = client.get("/lecon/https").content.decode()
    assert "À vous d’écrire" in page
    assert 'href="/exercices/lecon-repondre"' in page
    assert "inconnu" not in page


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/hello2",
        "/page2",
        "/formulaire",
        "/composants",
        "/lecon/",
        "/lecon/fiche",
        "/rejoindre",
        "/chat/",
        "/exercices/",
    ],
)
def test_every_page_describes_itself(client, path):
    (description,) = re.findall(r'<meta name="description" content="([^"]+)">', client.get(path).content.decode())
    assert len(description) > 10


def test_steps_describe_themselves_each_in_its_own_words(client):
    pages = [client.get(step.url).content.decode() for step in every_step()]
    described = {re.search(r'<meta name="description" content="([^"]+)">', page)[1] for page in pages}
    assert len(described) == len(every_step())
