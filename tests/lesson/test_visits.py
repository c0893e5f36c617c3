import pytest
from django.urls import reverse


def visit(client):
    return client.get(reverse("visits"))


def number(response):
    return response.context["number"]


def test_the_count_is_kept_by_the_browser(client):
    assert [number(visit(client)) for _ in range(3)] == [1, 2, 3]


def test_another_browser_starts_at_one(client):
    visit(client)
    client.cookies.clear()
    assert number(visit(client)) == 1


def test_the_cookie_expires_soon_and_goes_to_this_page_only(client):
    cookie = visit(client).cookies["visites"]
    assert (cookie["max-age"], cookie["path"]) == (120, reverse("visits"))


@pytest.mark.parametrize(("sent", "shown"), [("999", 1000), ("", 1), ("-4", 1), ("<b>", 1), ("9" * 50, 1), ("²", 1)])
def test_what_the_browser_sends_may_be_anything(client, sent, shown):
    client.cookies["visites"] = sent
    assert number(visit(client)) == shown


def test_only_get_is_answered(client):
    assert client.post(reverse("visits")).status_code == 405
