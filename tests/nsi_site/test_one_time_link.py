import logging

import pytest
from django.conf import settings
from django.contrib.auth import get_user
from django.test import Client

from nsi_site import console, one_time_link

pytestmark = pytest.mark.django_db


@pytest.fixture
def prof(django_user_model):
    return django_user_model.objects.create_superuser("prof", password="x")


def follow(client, path):
    """Open the link as a browser does; return the page with the button."""
    first = client.get(path)
    assert first.status_code == 302
    assert first.headers["Referrer-Policy"] == "no-referrer"
    assert first.headers["Location"] == "/entrer"
    return client.get("/entrer")


def is_signed_in(client):
    return get_user(client).is_staff


def test_the_link_shows_a_button_and_the_button_signs_in_once(prof):
    path = one_time_link.make_path(prof)
    client, other = Client(SERVER_NAME="localhost", enforce_csrf_checks=True), Client(SERVER_NAME="localhost")
    for _ in range(3):  # an antivirus, a preview
        assert "Entrer comme" in follow(client, path).content.decode()
    assert not is_signed_in(client)
    token = client.cookies[settings.CSRF_COOKIE_NAME].value
    assert client.post("/entrer", {"csrfmiddlewaretoken": token}).status_code == 302
    assert is_signed_in(client)
    assert follow(other, path).status_code == 410
    assert other.post("/entrer").status_code == 410
    assert not is_signed_in(other)


def test_without_the_form_s_token_nothing_happens(prof):
    strict = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    follow(strict, one_time_link.make_path(prof))
    assert strict.post("/entrer").status_code == 403
    assert not is_signed_in(strict)


def test_from_another_pc_it_is_refused_and_stays_good_at_this_one(prof, client):
    path = one_time_link.make_path(prof)
    assert Client(SERVER_NAME="localhost").get(path, REMOTE_ADDR="192.168.1.31").status_code == 403
    follow(client, path)
    assert client.post("/entrer", REMOTE_ADDR="192.168.1.31").status_code == 403
    assert client.post("/entrer").status_code == 302


def test_ten_minutes_later_it_is_void(prof, client, settings):
    path = one_time_link.make_path(prof)
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert follow(client, path).status_code == 410


@pytest.mark.parametrize("token", ["x", "1-x", "1-", "-", "99999999999999999999-x", "٣-x"])
def test_made_up_tokens_lead_nowhere(prof, token):
    assert one_time_link.owner(token) is None


def test_who_left_the_staff_stays_outside(prof):
    token = one_time_link.make_path(prof).removeprefix("/entrer/")
    assert one_time_link.owner(token) == prof
    prof.is_staff = False
    prof.save()
    assert one_time_link.owner(token) is None


def test_the_console_does_not_show_it(prof, caplog):
    caplog.set_level(logging.INFO, "nsi_site")
    path = one_time_link.make_path(prof)
    console.log_request("127.0.0.1", "GET", f"{path}?x", "HTTP/1.1", 302)
    (line,) = caplog.messages
    assert "GET /entrer/…?x HTTP/1.1" in line
