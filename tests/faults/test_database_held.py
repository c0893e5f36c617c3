"""Another program has the database open and does not save: whoever wants to write is told so, soon."""

import http.client
import sqlite3
import time
from contextlib import closing
from urllib.parse import urlencode

import pytest

from tests.faults.talking import Talker
from tests.servers import running_site, wait_until

PROMISE = 3  # seconds; a test allows ten times as much


@pytest.fixture
def site(tmp_path):
    with running_site(tmp_path) as site:
        yield site


class Browser:
    """One that has a form's token already."""

    def __init__(self, site):
        self.site = site
        answer = self.open("GET", "/admin/login/")
        self.cookie = answer.headers["Set-Cookie"].partition(";")[0]
        self.token = self.cookie.partition("=")[2]

    def open(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=60)
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        answer.text = answer.read().decode()
        return answer

    def submit(self, path, **form):
        body = urlencode({**form, "csrfmiddlewaretoken": self.token})
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        return self.open("POST", path, body, headers)

    def health(self):
        return self.open("GET", "/sante").status


def test_who_wants_to_write_is_told_why_it_does_not_work_now_and_the_site_says_it_is_ill(site):
    browser = Browser(site)
    writing = [
        ("/chat/", {"title": "Un salon"}),
        ("/eleve/nom", {"pseudonyme": "Greg"}),
        ("/admin/login/", {"username": "prof", "password": site.password}),
    ]
    with Talker(site) as greg, closing(sqlite3.connect(site.folder / "var" / "db.sqlite3")) as other:
        other.execute("BEGIN IMMEDIATE")
        for path, form in writing:
            begin = time.monotonic()
            answer = browser.submit(path, **form)
            assert (path, answer.status) == (path, 503)
            assert "Un autre programme la tient." in answer.text
            assert time.monotonic() - begin < 10 * PROMISE
        assert greg.say("later") == "busy"
        assert browser.health() == 503
        assert browser.open("GET", "/lecon/").status == 200
        other.rollback()
        wait_until(lambda: browser.health() == 200, "the site is well again")
        assert greg.said_at_last("later") == "later"
    assert browser.submit("/chat/", title="Un salon").status == 302
    wait_until(lambda: "est de nouveau disponible" in site.output, "the console says that it is over")
    assert site.output.count("La base de données n’est pas disponible. Un autre programme la tient.") == 1
    assert "Traceback" not in site.output
