import os
import shutil
import signal
import sys
import urllib.request
from pathlib import Path

import psutil
import pytest

from nsi_site import reloader
from nsi_site.reloader import CarefulReloader
from tests.servers import ROOT, Site, running, wait_until


class CopiedSite(Site):
    """The site as the teacher starts it, from a copy of the project whose files the test may spoil."""

    def __init__(self, folder):
        super().__init__(folder)
        self.copy = folder / "copy"
        for part in sorted({path.parent.name for path in ROOT.glob("*/__init__.py")} | {"templates", "static"}):
            if part != "tests":
                shutil.copytree(ROOT / part, self.copy / part, ignore=shutil.ignore_patterns("__pycache__", "*.wasm"))
        shutil.copy(ROOT / "manage.py", self.copy)
        self.view = self.copy / "pages/views.py"

    @property
    def command(self):
        return [sys.executable, str(self.copy / "manage.py"), "runserver", f"127.0.0.1:{self.port}"]

    def kill(self):
        self.process.terminate()  # the autoreloader ends the process that serves
        self.process.wait()

    def hello(self):
        with urllib.request.urlopen(f"{self.url}/hello", timeout=20) as answer:
            return answer.read().decode()


def test_a_view_that_is_broken_does_not_take_the_site_away(tmp_path):
    with running(CopiedSite(tmp_path)) as site:
        good = site.view.read_text(encoding="utf-8")
        assert "Hello World" in site.hello()
        wait_until(lambda: breaks(site, good), "the console says what is wrong")
        assert "Hello World" in site.hello()
        assert "Le site continue avec la version d’avant" in site.output
        site.view.write_text(good.replace("Hello World!", "Bonjour"), encoding="utf-8")
        wait_until(lambda: "Bonjour" in said(site), "the new view answers")
        assert "Traceback" not in site.output


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal")
def test_who_hangs_up_on_the_first_process_ends_both(tmp_path):
    with running(CopiedSite(tmp_path)) as site:
        site.process.send_signal(signal.SIGHUP)
        site.process.wait(30)
        wait_until(lambda: not said(site), "the port is free again")


def test_ctrl_c_ends_both_without_a_word(tmp_path, interruptible):
    site = CopiedSite(tmp_path)
    site.environment["PYTHONDEVMODE"] = "1"
    with running(site):
        for process in [site.process, *psutil.Process(site.process.pid).children()]:  # as a console does
            process.send_signal(signal.SIGINT)
        assert site.process.wait(30) == 0
        assert "Warning" not in site.output
        assert "Traceback" not in site.output


def breaks(site, good):
    """Save a broken view again and again: the reloader overlooks a change that came before its first look."""
    site.view.write_text(good + f"\n\ndef broken(:  # {os.urandom(4).hex()}\n", encoding="utf-8")
    line = good.count("\n") + 3
    return f"pages/views.py, ligne {line} : SyntaxError" in site.output


def said(site):
    try:
        return site.hello()
    except OSError:
        return ""


class Watched(CarefulReloader):
    """Looks at what the test says."""

    def __init__(self, *pictures):
        super().__init__()
        self.pictures = iter(pictures)
        self.told = []

    def snapshot_files(self):
        picture = next(self.pictures)
        if isinstance(picture, Exception):
            raise picture
        return picture.items()

    def notify_file_changed(self, path):
        self.told.append(path)


FILE, TEMPLATE = Path("a.py"), Path("a.html")


@pytest.fixture
def fault(monkeypatch):
    """What is wrong with the program."""
    found = []
    monkeypatch.setattr(reloader.try_out, "fault", lambda: "".join(found))
    return found


def look(watcher, times):
    seen = {}
    for _ in range(times):
        seen = watcher.look(seen)


@pytest.mark.parametrize("date", [2.0, 0.5])
def test_a_file_with_another_date_is_a_change_even_an_older_one(fault, date):
    watcher = Watched({FILE: 1.0}, {FILE: 1.0}, {FILE: date})
    look(watcher, 3)
    assert watcher.told == [FILE]


def test_a_program_that_cannot_be_loaded_is_said_and_not_started(fault, caplog):
    fault.append("a.py, ligne 1 : SyntaxError")
    watcher = Watched({FILE: 1.0}, {FILE: 2.0}, {FILE: 2.0})
    look(watcher, 3)
    assert watcher.told == []
    assert caplog.messages[0].startswith("a.py, ligne 1 : SyntaxError")
    assert len(caplog.messages) == 1


def test_a_template_is_no_program(fault):
    fault.append("something else")
    watcher = Watched({TEMPLATE: 1.0}, {TEMPLATE: 2.0})
    look(watcher, 2)
    assert watcher.told == [TEMPLATE]


def test_what_goes_wrong_while_looking_is_said_once_and_ends_nothing(fault, caplog):
    error = OSError(24, "Too many open files")
    watcher = Watched({FILE: 1.0}, error, error, {FILE: 2.0})
    look(watcher, 4)
    assert watcher.told == [FILE]
    assert len(caplog.messages) == 1


def test_an_input_that_was_closed_keeps_the_site_from_nothing(monkeypatch):
    asked = []
    monkeypatch.setattr(reloader.signal, "signal", lambda *_: None)
    monkeypatch.setattr(reloader, "run", lambda *_: asked.append(sys.stdin.isatty()))
    monkeypatch.setattr(sys, "stdin", None)
    reloader.serve(None)
    assert asked == [False]
