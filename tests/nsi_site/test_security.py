import pytest
from django.http import HttpResponse

from nsi_site.security import content_security_policy


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/hello", "/chat/", "/chat/accueil", "/admin/login/", "/nowhere", "/sante"])
def test_every_page_has_a_policy_without_exceptions(client, path):
    policy = client.get(path).headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "connect-src 'self' ws://testserver wss://testserver" in policy


def test_a_view_may_set_its_own(rf):
    def view(request):
        return HttpResponse(headers={"Content-Security-Policy": "sandbox"})

    assert content_security_policy(view)(rf.get("/")).headers["Content-Security-Policy"] == "sandbox"


def test_a_wrong_host_gets_no_socket(rf):
    response = content_security_policy(lambda request: HttpResponse())(rf.get("/", headers={"host": "evil.example"}))
    assert "ws:" not in response.headers["Content-Security-Policy"]


async def test_asynchronous_views_get_it_too(async_rf):
    async def view(request):
        return HttpResponse()

    response = await content_security_policy(view)(async_rf.get("/"))
    assert "default-src" in response.headers["Content-Security-Policy"]
