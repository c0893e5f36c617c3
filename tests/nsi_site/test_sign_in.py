"""Wrong passwords, tried by hundreds."""

import logging

import pytest
from axes.models import AccessAttempt
from django.contrib.auth import hashers
from django.core.cache import caches
from django.test import Client

pytestmark = pytest.mark.django_db
PUPIL = "10.0.0.2"


@pytest.fixture(autouse=True)
def open_door(settings, django_user_model):
    settings.STAFF_FROM_ANYWHERE = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # which costs nothing
    django_user_model.objects.create_superuser("prof", password="juste et longue")
    caches["passwords"].clear()
    yield
    caches["passwords"].clear()


@pytest.fixture
def checked(monkeypatch):
    """The passwords that were really compared, which takes half a second each in the site."""
    seen = []
    real = hashers.verify_password

    def note(password, *args, **kwargs):
        seen.append(password)
        return real(password, *args, **kwargs)

    monkeypatch.setattr(hashers, "verify_password", note)
    return seen


def sign_in(password, address=PUPIL, name="prof", client=None):
    client = client or Client(SERVER_NAME="localhost")
    return client.post("/admin/login/", {"username": name, "password": password}, REMOTE_ADDR=address)


def test_after_ten_wrong_passwords_none_is_looked_at_and_others_get_in(checked, caplog):
    caplog.set_level(logging.WARNING, "nsi_site")
    answers = [sign_in(f"faux {number}") for number in range(30)]
    assert [answer.status_code for answer in answers] == [200] * 9 + [429] * 21
    assert answers[-1].headers["Retry-After"] == "60"
    assert "Trop de mots de passe faux" in answers[-1].content.decode()
    assert sign_in("juste et longue").status_code == 429
    assert len(checked) == 10
    assert sign_in("juste et longue", "10.0.0.3").status_code == 302
    assert caplog.messages == [f"Trop de mots de passe faux à l’adresse {PUPIL}\u00a0: elle attend une minute."]


def test_a_minute_later_the_address_may_try_again(monkeypatch):
    for number in range(11):
        sign_in(f"faux {number}")
    cache = caches["passwords"]
    now = next(iter(cache._expire_info.values()))
    monkeypatch.setattr("django.core.cache.backends.locmem.time.time", lambda: now + 0.1)
    assert sign_in("juste et longue").status_code == 302


@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
def test_this_pc_is_never_locked(address):
    for number in range(20):
        assert sign_in(f"faux {number}", address).status_code == 200
    assert sign_in("juste et longue", address).status_code == 302


def test_what_comes_without_the_form_s_token_is_not_counted(checked):
    strict = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    for _ in range(20):
        assert sign_in("faux", client=strict).status_code == 403
    assert sign_in("juste et longue").status_code == 302
    assert len(checked) == 1


def test_nothing_is_kept_of_what_was_typed():
    for number in range(12):
        sign_in(f"secret {number}", name="nom tapé")
    kept = f"{caches['passwords']._cache}"
    assert "secret" not in kept
    assert "nom tapé" not in kept
    assert AccessAttempt.objects.count() == 0
