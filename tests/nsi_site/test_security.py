import re

import pytest
from channels.testing import HttpCommunicator
from django.urls import get_resolver, reverse

from nsi_site.asgi import application
from nsi_site.security import SecureHeaders

pytestmark = pytest.mark.django_db(transaction=True)
PATHS = ["/", "/hello", "/chat/", "/chat/accueil", "/admin/login/", "/nowhere", "/sante", "/static/site/site.css"]


async def headers(path, app=application, host=b"testserver"):
    client = HttpCommunicator(app, "GET", path, headers=[(b"host", host)])
    client.scope |= {"client": ["127.0.0.1", 1], "scheme": "http", "server": ["127.0.0.1", 80]}
    answer = await client.get_response(timeout=30)
    return {name.decode().lower(): value.decode() for name, value in answer["headers"]}


@pytest.mark.parametrize("path", PATHS)
async def test_every_answer_has_a_policy_without_exceptions(path):
    answer = await headers(path)
    policy = answer["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "style-src testserver/static/;" in policy or path.startswith("/admin/")
    assert f"connect-src testserver{path if path != '/' else '/static/'} " in policy
    assert "ws://testserver/ws/ wss://testserver/ws/" in policy
    assert answer["x-content-type-options"] == "nosniff"
    assert answer["cache-control"]


# Of these 'self' is enough: a picture cannot act, and who may frame or be sent a form is about pages, not files.
MAY_SAY_SELF = {"img-src", "form-action", "frame-ancestors"}


WITH_ARGUMENTS = {"/chat/accueil", "/chat/simple/accueil", "/lecon/serveur", "/exercices/repondre", "/nowhere"}


def addresses():
    """Every page of the site that needs no argument, and one of each kind that does."""
    named = get_resolver().reverse_dict
    plain = [name for name in named if isinstance(name, str) and not named.getlist(name)[0][0][0][1]]
    return sorted({reverse(name) for name in plain} | WITH_ARGUMENTS)


@pytest.mark.parametrize("path", addresses())
async def test_what_each_page_may_load_and_ask_is_named_by_path(path):
    """What a pupil's project answers could be served from this origin: its folder is in none of the lists."""
    for directive in (await headers(path))["content-security-policy"].split("; "):
        name, *sources = directive.split()
        if name in MAY_SAY_SELF or name == "sandbox":
            continue
        own = [source for source in sources if "testserver" in source or source in {"'self'", "*", "http:", "https:"}]
        assert all(re.search(r"testserver/.+", source) for source in own), directive
        assert not any("/chez" in source for source in own if not path.startswith("/chez")), directive


async def test_a_page_in_a_frame_of_the_lesson_may_use_the_files_of_its_mount():
    assert (
        "script-src testserver/static/ testserver/~A/static/;"
        in (await headers("/~A/hello"))["content-security-policy"]
    )


def answering(*headers):
    async def app(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b""})

    return SecureHeaders(app)


async def test_an_answer_may_have_its_own():
    own = [(b"Content-Security-Policy", b"sandbox"), (b"Cache-Control", b"max-age=60")]
    answer = await headers("/", answering(*own))
    assert (answer["content-security-policy"], answer["cache-control"]) == ("sandbox", "max-age=60")


async def test_a_wrong_host_gets_no_socket():
    answer = await headers("/", answering(), host=b"evil.example")
    assert "ws:" not in answer["content-security-policy"]
    assert "connect-src 'none'" in answer["content-security-policy"]
    assert "script-src 'none'" in answer["content-security-policy"]


async def test_pages_are_asked_for_again_each_time():
    assert (await headers("/hello"))["cache-control"] == "no-cache"
