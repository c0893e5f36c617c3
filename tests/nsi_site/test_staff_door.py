"""Where staff may sign in, asked of a real site from this PC and from others (127.0.0.x)."""

import http.client
import socket
from http.cookies import SimpleCookie
from urllib.parse import urlencode

import pytest

from nsi_site import network, proxy, staff_door
from tests.servers import running_site

LOGIN = "/admin/login/"


class Pc:
    """A browser of a PC at `address`, that calls the site `host`; it keeps its cookies."""

    def __init__(self, site, address, host="localhost"):
        self.site, self.address, self.host, self.cookies = site, address, host, {}

    def ask(self, method, path, form=None):
        """(status, headers, text)"""
        connection = http.client.HTTPConnection("127.0.0.1", self.site.port, source_address=(self.address, 0))
        jar = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Host": f"{self.host}:{self.site.port}", "Cookie": jar}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, form and urlencode(form), headers)
        answer = connection.getresponse()
        for header in answer.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(header).items()}
        return answer.status, answer.headers, answer.read().decode()

    def sign_in(self, password):
        self.ask("GET", LOGIN)
        tokens = [value for name, value in self.cookies.items() if name.startswith("csrftoken")]
        form = {
            "username": "prof",
            "password": password,
            "csrfmiddlewaretoken": tokens[0] if tokens else "x" * 32,
        }
        return self.ask("POST", LOGIN, form)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with running_site(tmp_path_factory.mktemp("door")) as site:
        yield site


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_at_this_pc_the_password_opens_a_session_that_ends_with_the_browser(site, host):
    status, headers, _ = Pc(site, "127.0.0.1", host).sign_in(site.password)
    assert status == 302
    cookie = next(header for header in headers.get_all("Set-Cookie") if header.startswith("sessionid"))
    assert "expires" not in cookie.lower()
    assert "max-age" not in cookie.lower()


def test_a_proxy_that_says_nothing_of_who_asks_is_not_this_pc(site):
    """nginx's bare `proxy_pass http://127.0.0.1:8000`: everybody would have come from here."""
    with socket.create_connection(("127.0.0.1", site.port)) as proxy:
        proxy.sendall(f"GET {LOGIN} HTTP/1.0\r\nHost: 127.0.0.1:{site.port}\r\nConnection: close\r\n\r\n".encode())
        with proxy.makefile("rb") as answer:
            assert answer.readline().split()[1] == b"403"


def elsewhere(site):
    lan = network.lan_addresses() or [network.computer_names()[0]]
    return [Pc(site, "127.0.0.2"), Pc(site, "127.0.0.1", lan[0]), Pc(site, "127.0.0.2", lan[0])]


def test_elsewhere_the_right_password_gets_the_explanation_and_no_session(site):
    for pc in elsewhere(site):
        status, _, text = pc.sign_in(site.password)
        assert status == 403
        assert "Cette page s’ouvre sur le PC du professeur" in text
        assert not any(name.startswith("sessionid") for name in pc.cookies)
        for path in ("/admin/", "/classe", "/entrer", "/entrer/x"):
            assert pc.ask("GET", path)[0] == 403


def test_these_pages_stand_in_no_frame(site):
    for pc in [Pc(site, "127.0.0.1"), Pc(site, "127.0.0.2")]:
        for path in ("/admin/login/", "/classe", "/~A/admin/login/"):
            _, headers, _ = pc.ask("GET", path)
            assert headers["X-Frame-Options"] == "DENY"
            assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


def test_a_setting_opens_it(tmp_path):
    with running_site(tmp_path, STAFF_FROM_ANYWHERE=1) as site:
        assert Pc(site, "127.0.0.2").sign_in(site.password)[0] == 302


def explained(client, **request):
    return client.get("/admin/", **request).content.decode()


def test_who_sits_here_but_came_by_the_network_gets_the_way_in(client, monkeypatch, settings):
    settings.ALLOWED_HOSTS = ["*"]
    monkeypatch.setattr(network, "addresses", lambda: ["192.168.1.20"])
    here = {"headers": {"host": "192.168.1.20:8123"}, "REMOTE_ADDR": "192.168.1.20", "SERVER_PORT": "8123"}
    assert 'href="http://localhost:8123/admin/"' in explained(client, **here)
    assert 'href="http://localhost' not in explained(client, **here | {"REMOTE_ADDR": "192.168.1.31"})


@pytest.mark.parametrize("header", proxy.SAY_SO)
def test_a_tunnel_on_this_pc_is_not_this_pc(client, header):
    assert client.get("/admin/login/", headers={header: "203.0.113.9"}).status_code == 403


@pytest.mark.django_db
def test_behind_https_staff_come_from_anywhere(client, settings):
    settings.HTTPS = True
    assert client.get("/admin/login/", REMOTE_ADDR="203.0.113.9").status_code == 200


def test_only_what_is_theirs_is_kept_from_others():
    paths = ["/admin", "/admin/login/", "/classe", "/classe/x", "/entrer", "/classement", "/", "/chat/admin"]
    assert [path for path in paths if staff_door.is_for_staff(path)] == paths[:5]
