import pytest
from django.test import Client
from django.test.utils import override_script_prefix

from chat.models import Room

pytestmark = pytest.mark.django_db


def test_the_rooms_are_listed(client):
    Room.objects.create(title="Leçon", listed=False)
    page = client.get("/chat/").content.decode()
    assert 'href="/chat/accueil"' in page
    assert "Leçon 1" not in page


def test_opening_a_room_leads_into_it(client):
    assert client.post("/chat/", {"title": "Salon des élèves"}).headers["Location"] == "/chat/salon-des-eleves"
    assert client.get("/chat/salon-des-eleves").status_code == 200


def test_a_title_that_does_not_fit_comes_back_with_a_message(client):
    answer = client.post("/chat/", {"title": ""})
    assert answer.status_code == 200
    assert "Donnez un titre au salon." in answer.content.decode()


@pytest.mark.parametrize(("query", "script"), [("", "send-form"), ("?envoi=bouton", "send-button")])
def test_a_room_is_sent_from_in_two_ways(client, query, script):
    page = client.get(f"/chat/accueil{query}").content.decode()
    for id in ("in1", "in2", "initMess", "zoneMessage", "nbClients", "timeChat"):
        assert f'id="{id}"' in page
    assert f"chat/{script}.js" in page
    assert ('id="bpEnvoi"' in page) == (script == "send-button")


def test_a_room_that_does_not_exist_is_not_found(client):
    assert client.get("/chat/inconnu").status_code == 404


def test_the_first_chat_gives_back_one_s_own_message(client):
    assert "Pas encore de message" in client.get("/chat/formulaire").content.decode()
    page = client.post("/chat/formulaire", {"nom": "Greg", "message": "<b>coucou</b>"}).content.decode()
    assert "Greg" in page
    assert "&lt;b&gt;coucou&lt;/b&gt;" in page
    assert "coucou" not in Client().get("/chat/formulaire").content.decode()


def test_the_first_chat_explains_what_is_missing(client):
    answer = client.post("/chat/formulaire", {"nom": "", "message": ""})
    assert answer.status_code == 200
    assert "Ce champ est obligatoire." in answer.content.decode()


@pytest.mark.parametrize("path", ["/chat/", "/chat/accueil", "/chat/formulaire", "/chat/simple"])
def test_other_methods_are_not_allowed(client, path):
    assert client.delete(path).status_code == 405


@pytest.mark.parametrize(("path", "salon"), [("/chat/simple", "accueil"), ("/chat/simple/cours-1", "cours-1")])
def test_the_plain_chat_has_the_original_lesson_s_elements(client, path, salon):
    page = client.get(path).content.decode()
    for id in ("in1", "in2", "myForm", "bpEnvoi", "initMess", "zoneMessage", "nbClients", "timeChat"):
        assert f'id="{id}"' in page
    assert f'data-socket="/ws/chat/simple/{salon}"' in page
    assert "Rien n’est gardé" in page


def test_the_plain_chat_knows_its_mount_point(client):
    with override_script_prefix("/nsi/"):
        page = client.get("/chat/simple").content.decode()
    assert 'data-socket="/nsi/ws/chat/simple/accueil"' in page


@pytest.mark.parametrize("salon", ["élèves", "a/b", "x" * 61])
def test_the_plain_chat_has_rooms_with_plain_names_only(client, salon):
    assert client.get(f"/chat/simple/{salon}").status_code == 404


def test_no_room_takes_the_plain_chat_s_address(client):
    assert client.post("/chat/", {"title": "Simple"}).headers["Location"] == "/chat/simple-2"
