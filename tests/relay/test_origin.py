import pytest
from django.test import RequestFactory

from relay import origin


@pytest.fixture
def two_ports(monkeypatch):
    monkeypatch.setattr(origin, "ports", {"site": 8000, "chez": 8001})


@pytest.fixture
def proxy(settings, monkeypatch):
    monkeypatch.setattr(origin, "ports", {})
    settings.CHEZ_ORIGIN = "https://chez.nsi.example"
    settings.ALLOWED_HOSTS = ["*", ".example", "chez.nsi.example", "nsi.example"]


def scope(host, port=8000, kind="http"):
    return {"type": kind, "server": ("10.0.0.1", port), "headers": [(b"host", host.encode())]}


def test_the_second_port_is_another_origin_whatever_the_host_header_says(two_ports):
    assert origin.is_chez(scope("pc:8000", 8001))
    assert origin.is_chez(scope("pc:8001", 8001, "websocket"))
    assert not origin.is_chez(scope("pc:8001", 8000))
    assert not origin.is_chez({"type": "lifespan"})


def test_behind_a_proxy_the_host_tells_them_apart(proxy):
    assert origin.is_chez(scope("chez.nsi.example"))
    assert not origin.is_chez(scope("nsi.example"))
    assert not origin.is_chez(scope("chez.nsi.example:8001"))
    assert origin.chez_origin("nsi.example") == "https://chez.nsi.example"
    assert origin.site_origin("chez.nsi.example") == "https://nsi.example"


def test_without_a_second_port_all_is_the_site(monkeypatch):
    monkeypatch.setattr(origin, "ports", {})
    assert not origin.is_chez(scope("pc:8001", 8001))
    assert (origin.chez_origin("pc:8000"), origin.site_origin("pc:8001")) == ("", "")


@pytest.mark.parametrize("host", ["pc", "192.168.1.5", "[fd00::1]"])
def test_both_have_the_name_by_which_one_came(two_ports, host):
    assert origin.chez_origin(f"{host}:8000") == f"http://{host}:8001"
    assert origin.site_origin(f"{host}:8001") == f"http://{host}:8000"


def test_a_foreign_host_is_none(settings):
    settings.ALLOWED_HOSTS = ["pc"]
    assert origin.own_host(scope("pc:8001")) == "pc:8001"
    assert origin.own_host(scope("evil.example:8001")) == ""


def test_views_know_the_other_origin(two_ports):
    request = RequestFactory().get("/", HTTP_HOST="127.0.0.1:8000")
    assert origin.know_chez(lambda request: str(request.chez_origin))(request) == "http://127.0.0.1:8001"


async def test_each_origin_has_its_application(two_ports):
    async def app(name):
        pass

    called = []

    def named(name):
        async def app(scope, receive, send):
            called.append(name)

        return app

    both = origin.TwoOrigins(named("site"), named("chez"))
    await both(scope("pc:8000"), None, None)
    await both(scope("pc:8001", 8001), None, None)
    assert called == ["site", "chez"]
