"""What holds for every request, under WSGI's and ASGI's way of calling alike."""

import pytest
from django.http import HttpResponse
from django.test import AsyncClient, Client, RequestFactory

from pages.middleware import explain_method_not_allowed

BOUNDARY = "limite"
SURROGATE_IN_UTF7 = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="Nom"\r\n\r\n+2AA-\r\n--{BOUNDARY}--\r\n'
UTF7_FORM = f"multipart/form-data; boundary={BOUNDARY}; charset=utf-7"


async def get(client, path, **options):
    response = client.get(path, **options)
    return await response if isinstance(client, AsyncClient) else response


def test_a_form_is_read_as_utf8_whatever_it_claims():
    response = Client().generic("POST", "/bonjour", SURROGATE_IN_UTF7, content_type=UTF7_FORM)
    assert response.status_code == 200
    assert 'value="+2AA-"' in response.content.decode()


@pytest.mark.parametrize("client", [Client(), AsyncClient()], ids=["sync", "async"])
async def test_an_address_is_read_as_utf8_whatever_the_request_claims(client):
    response = await get(client, "/bonjour?Nom=%2B2AA-", headers={"content-type": "text/plain; charset=utf-7"})
    assert response.status_code == 200
    assert 'value="+2AA-"' in response.content.decode()


async def test_a_405_has_a_page_under_asgi_too():
    response = await AsyncClient().delete("/hello")
    assert response.status_code == 405
    assert "Méthode non autorisée" in response.content.decode()


def test_only_an_empty_405_is_filled():
    for response in (HttpResponse("bonjour", status=405), HttpResponse(status=404)):
        before = response.content
        passed = explain_method_not_allowed(lambda request, response=response: response)(RequestFactory().get("/"))
        assert passed.content == before
