import pytest
from django.core import signing
from django.http import HttpResponse
from django.test import RequestFactory

from pupils import identity
from pupils.identity import CLAIM, PRESENT, identify
from pupils.models import Pupil


@pytest.fixture
def greg(db):
    return Pupil.objects.create(name="Greg")


@pytest.fixture
def cookies(greg):
    response = identity.remember(RequestFactory().get("/"), HttpResponse(), greg)
    return {name: morsel.value for name, morsel in response.cookies.items()}


def test_who_holds_the_cookies_is_the_pupil(greg, cookies):
    who = identify(cookies)
    assert (who.claim, who.name, who.code, who.doubt) == (greg.pk, "Greg", greg.code, "")


def test_without_a_claim_one_is_nobody_and_the_database_is_not_asked(django_assert_num_queries, db):
    with django_assert_num_queries(0):
        assert identify({}) == identity.Who()
        assert identify({}, staff=True).staff


@pytest.mark.parametrize("value", ["", "1", "1-", "x-y", "-1-aa", "99999999999999999999-aa", "1-" + "0" * 32, "١-aa"])
def test_a_claim_that_was_made_up_is_nobody_s(greg, value):
    assert identify({CLAIM: value}) == identity.Who()


def test_who_was_away_is_asked_and_until_then_nobody(greg, cookies, monkeypatch):
    del cookies[PRESENT]
    who = identify(cookies)
    assert (who.claim, who.doubt) == (None, "Greg")


def test_a_sign_of_life_is_good_for_half_an_hour(greg, cookies, monkeypatch):
    now = signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + 29 * 60)
    assert identify(cookies).claim == greg.pk
    monkeypatch.setattr(signing.time, "time", lambda: now + 31 * 60)
    assert identify(cookies).doubt == "Greg"


def test_muted_and_blocked_hold_in_doubt_too(greg, cookies):
    Pupil.objects.update(muted=True, blocked=True)
    assert identify(cookies).muted
    del cookies[PRESENT]
    assert identify(cookies).blocked


def test_a_freed_name_makes_its_cookies_void(greg, cookies):
    greg.delete()
    Pupil.objects.create(name="Greg")
    assert identify(cookies) == identity.Who()


def test_the_sign_of_life_ends_with_the_browser_and_the_claim_does_not(greg):
    response = identity.remember(RequestFactory().get("/"), HttpResponse(), greg)
    assert response.cookies[PRESENT]["max-age"] == ""
    assert response.cookies[CLAIM]["max-age"] == identity.CLAIM_AGE
    assert all(morsel["httponly"] and morsel["samesite"] == "Lax" for morsel in response.cookies.values())
