"""The addresses are fixed by the lesson: other people's pages point to them."""

import pytest
from django.urls import reverse

ADDRESSES = {
    "home": "/",
    "hello": "/hello",
    "page2": "/page2",
    "suite": "/suivante",
    "javascript": "/javascript",
    "form": "/formulaire",
    "bonjour": "/bonjour",
    "composants": "/composants",
}


@pytest.mark.parametrize(("name", "path"), ADDRESSES.items())
def test_each_page_has_the_address_of_the_lesson(name, path):
    assert reverse(name) == path


def test_a_browser_that_asks_for_favicon_ico_is_sent_to_the_real_icon(client):
    assert client.get("/favicon.ico").url == "/static/site/favicon.svg"
