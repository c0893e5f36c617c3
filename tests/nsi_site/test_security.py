import pytest
from channels.testing import HttpCommunicator

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
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "style-src testserver/static/;" in policy or path.startswith("/admin/")
    assert "connect-src 'self' ws://testserver wss://testserver" in policy
    assert answer["x-content-type-options"] == "nosniff"
    assert answer["cache-control"]


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
    assert "script-src 'none'" in answer["content-security-policy"]


async def test_pages_are_asked_for_again_each_time():
    assert (await headers("/hello"))["cache-control"] == "no-cache"
