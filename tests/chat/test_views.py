import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.test.utils import override_script_prefix

from chat import private
from chat.models import Room
from exchanges import visitors

pytestmark = pytest.mark.django_db


def test_the_rooms_are_listed(client):
    Room.objects.create(title="Leçon", listed=False)
    page = client.get("/chat/").content.decode()
    assert 'href="/chat/accueil"' in page
    assert "Leçon 1" not in page


def test_opening_a_room_leads_into_it(client):
    assert client.post("/chat/", {"title": "Salon des élèves"}).headers["Location"] == "/chat/salon-des-eleves"
    assert client.get("/chat/salon-des-eleves").status_code == 200


def test_the_rooms_of_an_address_are_counted_those_of_the_teacher_are_not(client, admin_client):
    cache.clear()
    for visitor, expected in ((client, 3), (admin_client, 8)):
        titles = [f"Salon {expected}{n}" for n in range(8)]
        answers = [visitor.post("/chat/", {"title": title}, REMOTE_ADDR="10.0.0.66") for title in titles]
        assert [answer.status_code for answer in answers].count(302) == expected


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


def test_a_private_room_has_its_page_and_no_row(client):
    slug = private.make_slug("a")
    client.cookies[visitors.COOKIE] = visitors.signer().sign("a")
    page = client.get(f"/chat/{slug}").content.decode()
    assert "Votre salon" in page
    assert f'data-room="{slug}"' in page
    assert Room.objects.count() == 1
    assert client.get(f"/chat/{slug[:-1]}").status_code == 404


@pytest.mark.parametrize(
    ("state", "disabled", "shown"),
    [({}, False, set()), ({"muted": True}, True, {"silence"}), ({"closed": True, "muted": True}, True, {"ferme"})],
)
def test_the_page_says_who_may_write(client, state, disabled, shown):
    Room.objects.update(**state)
    page = client.get("/chat/accueil").content.decode()
    assert bool(re.search(r'<fieldset id="champs"[^>]* disabled', page)) == disabled
    notes = {"ferme", "silence"}
    assert {note for note in notes if not re.search(f'<p id="{note}"[^>]* hidden', page)} == shown


def test_the_teacher_may_write_in_a_silent_room(admin_client):
    Room.objects.update(muted=True)
    page = admin_client.get("/chat/accueil").content.decode()
    assert "data-staff" in page
    assert not re.search(r'<fieldset id="champs"[^>]* disabled', page)


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
