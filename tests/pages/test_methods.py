"""Which methods a page answers."""

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from pages.methods import methods

READ_ONLY = ["/", "/hello", "/page2", "/suivante", "/javascript", "/formulaire"]


def allowed(response):
    return set(response["Allow"].split(", "))


@pytest.fixture
def browser():
    """A client that is held to the CSRF rules, as a browser is."""
    return Client(enforce_csrf_checks=True)


@pytest.mark.parametrize("path", READ_ONLY)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"])
def test_pages_to_read_refuse_every_other_method_even_without_a_token(browser, path, method):
    response = browser.generic(method, path)
    assert response.status_code == 405
    assert allowed(response) == {"GET", "HEAD", "OPTIONS"}


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "BREW"])
def test_bonjour_takes_get_and_post_only(browser, method):
    response = browser.generic(method, "/bonjour")
    assert response.status_code == 405
    assert allowed(response) == {"GET", "HEAD", "POST", "OPTIONS"}


def test_bonjour_by_post_still_needs_its_token(browser):
    assert browser.post("/bonjour", {"Nom": "Dupont", "Prénom": "Bob"}).status_code == 403


@pytest.mark.parametrize("path", [*READ_ONLY, "/bonjour"])
def test_head_answers_as_get_without_a_body(client, path):
    response = client.head(path)
    assert response.status_code == 200
    assert response.content == b""


def test_options_lists_the_methods(client):
    response = client.options("/bonjour")
    assert response.status_code == 200
    assert response.content == b""
    assert allowed(response) == {"GET", "HEAD", "POST", "OPTIONS"}


def test_head_comes_with_get_only():
    @methods("POST")
    def view(request):
        return HttpResponse()

    response = view(RequestFactory().head("/"))
    assert response.status_code == 405
    assert allowed(response) == {"POST", "OPTIONS"}
