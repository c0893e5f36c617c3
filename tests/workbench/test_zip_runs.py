"""The zip that a pupil takes home runs there as its LISEZMOI says, with the packages that it asks for."""

import importlib.metadata
import io
import os
import re
import subprocess
import sys
import urllib.request
import zipfile

import pytest
from packaging.requirements import Requirement

from exercises import catalogue
from tests.servers import free_port, wait_until
from workbench import archive

PROJECTS = {"premier": archive.starter, "lecon": lambda: catalogue.chain("lecon")[-1].solution}
COMMAND = re.compile(r"^    (python3 .+)$", re.MULTILINE)


@pytest.fixture(params=PROJECTS)
def home(request, tmp_path):
    """The unpacked folder."""
    content = archive.pack("chez-moi", PROJECTS[request.param]())
    zipfile.ZipFile(io.BytesIO(content)).extractall(tmp_path)
    return tmp_path / "chez-moi"


def run(home, *arguments):
    return subprocess.run(
        [sys.executable, *arguments], cwd=home, env=environment(), capture_output=True, text=True, timeout=120
    )


def environment():
    """Without the settings that the tests themselves have."""
    return {name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")}


def test_what_it_asks_for_is_bounded_and_is_what_these_tests_run_with(home):
    asked = [Requirement(line) for line in (home / "requirements.txt").read_text().splitlines()]
    assert {requirement.name for requirement in asked} == {"django", "channels", "daphne"}
    for requirement in asked:
        assert {"~="} == {each.operator for each in requirement.specifier}
        assert importlib.metadata.version(requirement.name) in requirement.specifier


def test_it_is_sound_and_its_tests_run(home):
    for command in ("check", "test"):
        done = run(home, "manage.py", command)
        assert done.returncode == 0, done.stderr


def test_its_lisezmoi_starts_a_server_that_answers(home):
    install, serve = COMMAND.findall((home / "LISEZMOI.txt").read_text(encoding="utf-8"))
    assert install == "python3 -m pip install -r requirements.txt"
    port = free_port()
    command = [sys.executable, *serve.split()[1:], str(port), "--noreload"]
    log = home.parent / "console.txt"
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=home, env=environment(), stdout=output, stderr=output)
    try:
        page = wait_until(lambda: answer(port), "the project answers", explain=log.read_text)
    finally:
        process.kill()
        process.wait(30)
    assert "<h1" in page


def answer(port):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as found:
            return found.read().decode()
    except OSError:
        return None
