import os
import re
import subprocess
import sys
import threading
import urllib.request
from contextlib import closing, suppress
from http.cookiejar import CookieJar

import pytest
from django.core.management import CommandError
from django.db import OperationalError

from nsi_site import console_key, one_time_link, welcome
from tests.servers import DEADLINE, ROOT, Site, wait_until

BROWSER = "import pathlib, sys; pathlib.Path(sys.argv[1]).write_text(sys.argv[2])"


@pytest.fixture
def opened(monkeypatch):
    """The addresses that a browser was asked to open."""
    addresses = []
    monkeypatch.setattr(console_key.webbrowser, "open", lambda address: addresses.append(address) or True)
    monkeypatch.setattr(console_key, "has_windows", lambda: True)
    return addresses


@pytest.fixture(autouse=True)
def kept_connection(monkeypatch):
    """The test's own, which stands for that of the thread."""
    monkeypatch.setattr(console_key.connections, "close_all", lambda: None)


@pytest.mark.parametrize(("typed", "times"), [(b"l\n", 1), (b" L \r\n", 1), (b"", 0), (b"\n", 0), (b"lien\n", 0)])
def test_only_the_key_and_enter_open_the_link(monkeypatch, typed, times):
    asked = []
    monkeypatch.setattr(console_key, "open_link", asked.append)
    keyboard, hand = os.pipe()
    os.write(hand, typed)
    os.close(hand)
    console_key.listen("http://localhost:8000/", keyboard)
    os.close(keyboard)
    assert asked == ["http://localhost:8000/"] * times


@pytest.mark.django_db
def test_the_browser_gets_a_link_that_is_good_and_the_console_does_not(opened, django_user_model):
    prof = django_user_model.objects.create_superuser("prof", password="x")
    told = console_key.open_link("http://localhost:8000/")
    (address,) = opened
    start, token = address.split("/entrer/")
    assert start == "http://localhost:8000"
    assert one_time_link.owner(token) == prof
    assert token not in told
    assert "Votre navigateur s’ouvre" in told


@pytest.mark.parametrize(
    ("error", "words"),
    [(CommandError("Aucun compte"), "Aucun compte"), (OperationalError("database is locked"), "Un autre programme")],
)
def test_what_keeps_the_link_from_being_made_is_told(monkeypatch, opened, error, words):
    def fail(name):
        raise error

    monkeypatch.setattr(console_key.teacher, "account", fail)
    assert words in console_key.open_link("http://localhost:8000/")
    assert opened == []


@pytest.mark.django_db
def test_where_no_browser_opens_the_other_way_is_told(monkeypatch, opened, django_user_model):
    django_user_model.objects.create_superuser("prof", password="x")
    monkeypatch.setattr(console_key, "has_windows", lambda: False)
    assert "start.py lien" in console_key.open_link("http://localhost:8000/")
    assert opened == []


def test_where_nobody_can_type_nothing_is_started_or_offered(monkeypatch):
    keyboard, hand = os.pipe()
    os.close(hand)
    os.close(keyboard)
    assert console_key.read(keyboard) == b""
    monkeypatch.setattr(console_key, "is_there", lambda: False)
    console_key.start("http://localhost:8000/")
    assert "console-key" not in {thread.name for thread in threading.enumerate()}
    assert console_key.HINT not in welcome.welcome("127.0.0.1", "8000", "utf-8")


class TerminalSite(Site):
    """A site as a teacher starts it: its input is a terminal of its own."""

    def __init__(self, folder, terminal):
        note = folder / "opened.txt"
        super().__init__(folder, environment={"BROWSER": f"{sys.executable} -c '{BROWSER}' '{note}' %s"})
        self.note, self.terminal = note, terminal

    @property
    def command(self):
        return [sys.executable, "manage.py", "runserver", self.address]

    def start(self):
        import fcntl
        import termios

        own = {"start_new_session": True, "preexec_fn": lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0)}
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command, cwd=ROOT, env=self.environment, stdin=self.terminal, stdout=log, stderr=log, **own
            )
        wait_until(self.answers, "the site answers", explain=lambda: self.output)

    def link(self):
        return self.note.exists() and self.note.read_text()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pty")
def test_at_a_terminal_the_key_opens_the_link_and_ctrl_c_still_ends_the_site(tmp_path, interruptible):
    import pty

    keys, terminal = pty.openpty()
    site = TerminalSite(tmp_path, terminal)
    try:
        site.start()
        assert console_key.HINT in site.output
        os.write(keys, b"bonjour\nl\n")
        wait_until(site.link, "the browser opens", explain=lambda: site.output)
        address = site.link()
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        with closing(browser.open(address)) as page:
            assert "Entrer comme" in page.read().decode()
        assert address.rpartition("/")[2] not in site.output
        os.write(keys, b"\x03")
        assert site.process.wait(DEADLINE) == 0
        assert not re.search("Traceback|Fatal", site.output)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(site.process.pid, 9)
        os.close(keys)
        os.close(terminal)
