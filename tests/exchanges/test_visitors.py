from django.http import HttpResponse
from django.test import RequestFactory

from exchanges.visitors import COOKIE, ensure, signer, visitor_id


def request_with(value=None):
    request = RequestFactory().get("/lecon/")
    if value is not None:
        request.COOKIES[COOKIE] = value
    return request


def scope_with(cookies):
    return {"type": "http", "headers": [(b"host", b"localhost"), (b"cookie", cookies)]}


def test_a_new_visitor_gets_a_random_id_in_a_cookie_that_scripts_cannot_read():
    responses = [HttpResponse(), HttpResponse()]
    ids = [ensure(request_with(), response) for response in responses]
    assert ids[0] != ids[1]
    cookie = responses[0].cookies[COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert visitor_id(request_with(cookie.value)) == ids[0]


def test_a_known_visitor_keeps_its_id():
    response = HttpResponse()
    assert ensure(request_with(signer().sign("abc")), response) == "abc"
    assert not response.cookies


def test_an_id_that_we_did_not_sign_is_replaced():
    response = HttpResponse()
    assert ensure(request_with("abc:forged"), response) != "abc"
    assert response.cookies


def test_the_cookie_is_found_among_others_in_an_asgi_scope():
    value = signer().sign("abc")
    assert visitor_id(scope_with(f"sessionid=1; {COOKIE}={value}; x=y".encode())) == "abc"


def test_outside_the_lesson_there_is_no_visitor():
    assert visitor_id(request_with()) is None
    assert visitor_id({"type": "http", "headers": []}) is None
    assert visitor_id(scope_with(b"sessionid=1")) is None
    assert visitor_id(scope_with(b"nonatelier=1")) is None


def test_a_forged_or_broken_cookie_is_no_visitor():
    for cookies in (
        b"atelier=abc",
        b"atelier=abc:def",
        b"atelier=",
        b"atelier=\xff\xfe:x",
        b"atelier=abc:" + b"x" * 5000,
    ):
        assert visitor_id(scope_with(cookies)) is None
