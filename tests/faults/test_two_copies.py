"""Two copies of the site on one PC: browsers know cookies by the PC's name, not by the port."""

import http.cookiejar
import re
import urllib.parse
import urllib.request

import pytest

from tests.servers import running_site


class Browser:
    """One jar for whatever this PC serves."""

    def __init__(self):
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def open(self, site, path, **form):
        data = urllib.parse.urlencode(form).encode() if form else None
        return self.opener.open(f"http://localhost:{site.port}{path}", data, timeout=60).read().decode()

    def sign_in(self, site):
        token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', self.open(site, "/admin/login/"))[1]
        self.open(
            site, "/admin/login/", username="prof", password=site.password, next="/admin/", csrfmiddlewaretoken=token
        )

    def rooms(self, site):
        """The own rooms that the lesson leads to."""
        return set(re.findall(r"/chat/(prive-[\w-]+)", self.open(site, "/lecon/vrai-chat")))


@pytest.fixture
def copies(tmp_path):
    with running_site(tmp_path / "first") as first, running_site(tmp_path / "second") as second:
        yield first, second


def test_neither_takes_the_session_the_journal_or_the_name_of_the_other(copies):
    browser, (first, second) = Browser(), copies
    browser.sign_in(first)
    rooms = browser.rooms(first)
    assert rooms
    browser.open(second, "/admin/")
    assert browser.rooms(second).isdisjoint(rooms)
    browser.sign_in(second)
    for site in copies:
        assert 'action="/admin/logout/"' in browser.open(site, "/admin/")
    assert browser.rooms(first) == rooms
