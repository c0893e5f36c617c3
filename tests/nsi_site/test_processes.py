import json
import subprocess
import sys
import urllib.error
import urllib.request

import pytest

from nsi_site import processes
from tests.servers import ROOT, Site, running, wait_until


class UvicornSite(Site):
    """Two workers of uvicorn, on a database that was never made: they serve all the same."""

    @property
    def command(self):
        host, _, port = self.address.rpartition(":")
        return [
            *(sys.executable, "-m", "uvicorn", "nsi_site.asgi:application", "--workers", "2"),
            *("--host", host, "--port", port),
        ]

    def health(self):
        try:
            return json.load(urllib.request.urlopen(f"{self.url}/sante", timeout=20))
        except urllib.error.HTTPError as answer:
            return json.load(answer)


def test_two_workers_without_redis_are_told_everywhere_and_leave_no_trace(tmp_path):
    site = UvicornSite(tmp_path)
    folder = tmp_path / "var" / processes.FOLDER
    with running(site):
        wait_until(lambda: len(processes.serving(folder)) == 2, "both serve", explain=lambda: site.output)
        assert site.health()["processes"] is False
        wait_until(lambda: "2 processus servent le même dossier sans Redis" in site.output, "the console says so")
        check = [sys.executable, "manage.py", "check"]
        told = subprocess.run(check, cwd=ROOT, env=site.environment, capture_output=True, text=True, check=True)
        assert "nsi_site.W001" in told.stderr
        site.stop()
        assert list(folder.iterdir()) == []


SERVE = """
import pathlib, sys
from nsi_site.processes import noted
with noted(pathlib.Path(sys.argv[1])):
    print(flush=True)
    input()
"""


@pytest.fixture
def folder(tmp_path, settings):
    settings.VAR_DIR, settings.REDIS_URL = tmp_path, ""
    return tmp_path / processes.FOLDER


def test_a_process_is_known_while_it_serves(folder):
    with processes.noted(folder):
        assert len(processes.serving(folder)) == 1
    assert processes.serving(folder) == []


def test_the_note_of_a_process_that_was_killed_counts_no_more_and_goes(folder):
    command = [sys.executable, "-c", SERVE, folder]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        other.stdout.readline()
        assert processes.serving(folder) == [other.pid]
        other.kill()
    assert len(list(folder.iterdir())) == 1
    assert processes.serving(folder) == []
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("note", ["", "[]", "{}", '{"pid": "x"}'])
def test_a_note_that_is_not_written_to_its_end_counts_for_nobody(folder, note):
    folder.mkdir()
    (folder / "7.json").write_text(note, encoding="utf-8")
    assert processes.serving(folder) == []


def test_several_with_redis_are_as_they_should_be(folder, settings, monkeypatch):
    monkeypatch.setattr(processes, "serving", lambda folder: [11, 12])
    assert processes.divided() == [11, 12]
    settings.REDIS_URL = "redis://x"
    assert processes.divided() == []


def test_a_folder_that_cannot_be_written_keeps_nobody_from_serving(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with processes.noted(tmp_path / "file" / "processus"):
        assert processes.serving(tmp_path / "file" / "processus") == []
