"""The pages that say what went wrong, with DEBUG off as in class."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from pages import errors, views


@pytest.fixture
def client():
    return Client(raise_request_exception=False)


def assert_page(response, status, *sentences):
    page = response.content.decode()
    assert response.status_code == status
    assert response["Content-Type"] == "text/html; charset=utf-8"
    assert response.get("Content-Length") in {None, str(len(response.content))}
    assert 'lang="fr"' in page
    assert f"({status})</title>" in page
    assert "Retourner à la page d’accueil" in page
    assert "Traceback" not in page
    for sentence in sentences:
        assert sentence in page


def fail(error):
    def view(request, *args):
        raise error

    return view


def test_an_unknown_address_is_named_as_text(client):
    assert_page(client.get("/rien%3Cb%3E"), 404, "Page introuvable", "/rien&lt;b&gt;")


@pytest.mark.parametrize("path", ["/%FF", "/%00", "/hello/", "/" + "x" * 5000])
def test_odd_addresses_are_not_found(client, path):
    assert_page(client.get(path), 404, "Page introuvable")


def test_a_form_without_its_token_is_refused_with_the_way_out():
    response = Client(enforce_csrf_checks=True).post("/bonjour", {"Nom": "Dupont", "Prénom": "Bob"})
    assert_page(response, 403, "Formulaire refusé", "rechargez-le")


def test_a_refusal_says_whom_to_ask(client, monkeypatch):
    monkeypatch.setattr(views, "render", fail(PermissionDenied()))
    assert_page(client.get("/"), 403, "Accès refusé", "votre professeur")


def test_a_wrong_method_is_named(client):
    assert_page(client.delete("/hello"), 405, "Méthode non autorisée", "DELETE")


def test_too_much_at_once_is_413(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    assert_page(client.post("/bonjour", {"Nom": "x" * 2000}), 413, "Envoi trop volumineux", "moins de texte")


def test_a_request_that_makes_no_sense_is_400(client, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 2
    assert_page(client.post("/bonjour", {"a": "1", "b": "2", "c": "3"}), 400, "Requête incorrecte")
    assert_page(client.get("/", headers={"host": "ailleurs.example"}), 400, "Requête incorrecte")


def test_an_exception_in_a_view_is_500_and_shows_nothing_of_itself(client, monkeypatch):
    monkeypatch.setattr(views, "render", fail(RuntimeError("mot de passe")))
    response = client.get("/")
    assert_page(response, 500, "Erreur du serveur", "prévenez votre professeur")
    assert "mot de passe" not in response.content.decode()


def test_the_page_for_500_needs_no_request():
    assert_page(errors.server_error(None), 500)
