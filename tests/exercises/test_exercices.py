"""`manage.py exercices`, as a command and in a terminal."""

import io
import os
import pty
import subprocess
import sys
import time
import zipfile

import pytest

from exercises.catalogue import chain
from tests.servers import ROOT, wait_until
from workbench import archive

EXERCISES = chain("salons")


class Command:
    def __init__(self, folder):
        self.file = folder / "var" / "exercices" / "mon_chat.py"
        self.environment = os.environ | {"VAR_DIR": str(folder / "var"), "PYTHONUTF8": "1", "COLUMNS": "90"}
        self.words = [sys.executable, "manage.py", "exercices"]

    def run(self, *options):
        return subprocess.run(
            [*self.words, *options],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=90,
        )

    def write(self, source):
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.file.write_text(source["consumers.py"] if isinstance(source, dict) else source, encoding="utf-8")


@pytest.fixture
def command(tmp_path):
    return Command(tmp_path)


def test_check_says_what_fails_and_its_status_tells(command):
    done = command.run("--check")
    assert done.returncode == 1
    assert "Ce que votre serveur a fait\n  Le client A n’a rien reçu." in done.stdout
    assert "ATTENDU" in done.stdout
    assert "Pour avancer" in done.stdout
    assert "\x1b" not in done.stdout


def test_check_of_one_exercise_passes_with_status_zero(command):
    command.write(EXERCISES[0].solution)
    done = command.run("--check", "1")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Réussi" in done.stdout


def test_without_a_terminal_it_checks_once_and_plainly(command):
    command.write("def\n")
    done = command.run()
    assert done.returncode == 1
    assert "Ligne 1 de mon_chat.py" in done.stdout


def test_an_unknown_exercise_is_refused_in_french(command):
    last = len(EXERCISES)
    for name in (str(last + 1), "rien"):
        assert f"numérotés de 1 à {last}" in command.run("--check", name).stderr


def test_the_course_proves_itself_and_names_file_and_line_of_what_is_missing(command):
    assert "[x] repondre" in command.run("--verifier", "repondre").stdout
    folder = command.file.parent / "contenu" / "salons" / "90_essai"
    folder.mkdir(parents=True)
    (folder / "enonce.md").write_text("# Essai\n\n*socle · 10 minutes*\n", encoding="utf-8")
    done = command.run("--verifier", "essai")
    assert done.returncode == 1
    assert "check.py:1 : il manque" in done.stdout


def test_list_and_reset(command):
    command.write("mon travail")
    listed = command.run("--list").stdout
    assert all(f"{exercise.number}. {exercise.title}" in listed for exercise in EXERCISES)
    done = command.run("--reset", "4")
    assert "départ de l’exercice 4" in done.stdout
    assert command.file.read_text(encoding="utf-8") == EXERCISES[2].solution["consumers.py"]
    kept = command.file.parent.glob("mon_chat.*.py")
    assert [path.read_text(encoding="utf-8") for path in kept] == ["mon travail"]


class Terminal:
    """The command in a pseudo-terminal."""

    def __init__(self, command):
        self.master, slave = pty.openpty()
        environment = command.environment | {"TERM": "xterm", "NO_COLOR": "1"}
        self.process = subprocess.Popen(
            command.words, cwd=ROOT, env=environment, stdin=slave, stdout=slave, stderr=slave, close_fds=True
        )
        os.close(slave)
        os.set_blocking(self.master, False)
        self.text = ""

    def read(self):
        try:
            self.text += os.read(self.master, 65536).decode("utf-8", "replace").replace("\r\n", "\n")
        except (BlockingIOError, OSError):
            time.sleep(0.02)
        return self.text

    def wait_for(self, words):
        wait_until(lambda: words in self.read(), words, explain=lambda: self.text)
        self.text = self.text.split(words, 1)[1]

    def press(self, key):
        os.write(self.master, key.encode())

    def close(self):
        self.process.kill()
        self.process.wait()
        os.close(self.master)


def test_the_coach_watches_the_file_and_obeys_keys(command):
    terminal = Terminal(command)
    try:
        terminal.wait_for("Répondre à l’expéditeur")
        terminal.wait_for("q quitter")
        terminal.press("i")
        terminal.wait_for("Indice 1 sur 4")
        terminal.press("s")
        terminal.wait_for("tapez s encore une fois")
        terminal.press("s")
        terminal.wait_for("class ChatConsumer")
        terminal.wait_for("q quitter")
        command.write(EXERCISES[0].solution["consumers.py"].replace("await self.send(", "self.send("))
        terminal.wait_for("sans await")
        terminal.wait_for("q quitter")
        command.write(EXERCISES[0].solution)
        terminal.wait_for("Exercice 1 réussi")
        terminal.wait_for("n : l’exercice suivant")
        terminal.wait_for("q quitter")
        terminal.press("l")
        terminal.wait_for("[x]  1.")
        terminal.wait_for("q quitter")
        terminal.press("n")
        terminal.wait_for("Diffuser à tout le monde")
        terminal.wait_for("q quitter")
        terminal.press("z")
        terminal.wait_for("tapez z encore une fois")
        broken = EXERCISES[1].solution["consumers.py"].replace('"type": "received"', '"type": "vu"')
        command.write(broken)
        terminal.wait_for("L’exercice 1 était réussi, et ne l’est plus")
        terminal.wait_for("q quitter")
        terminal.press("q")
        terminal.wait_for("À bientôt")
        wait_until(lambda: terminal.process.poll() == 0, "the coach ends", 10)
    finally:
        terminal.close()


def zipped(folder, paths):
    """The bytes of a zip as an ordinary program makes one."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for path in paths:
            archive.write(path, path.relative_to(folder))
    return packed.getvalue()


def test_a_project_goes_from_the_browser_to_the_terminal_and_back(command, tmp_path):
    task = next(task for task in chain("lecon") if task.slug == "gabarit")
    downloaded = archive.pack("projet", task.solution)
    zipfile.ZipFile(io.BytesIO(downloaded)).extractall(command.file.parent)
    assert command.run("gabarit", "--check").returncode == 0
    home = command.file.parent / "projet"
    paths = [path for path in home.rglob("*") if path.is_file()]
    assert archive.unpack(zipped(home.parent, paths)) == task.solution


def test_a_file_with_its_helper_goes_both_ways(command):
    source = EXERCISES[0].solution["consumers.py"]
    files = {"consumers.py": f"import aide\n\n{source}", "aide.py": "MOT = 'coucou'\n"}
    zipfile.ZipFile(io.BytesIO(archive.pack("x", files))).extractall(command.file.parent.parent)
    home = command.file.parent.parent / "x"
    command.write(home.joinpath("consumers.py").read_text(encoding="utf-8"))
    command.file.with_name("aide.py").write_bytes(home.joinpath("aide.py").read_bytes())
    assert command.run("repondre", "--check").returncode == 0
    assert archive.unpack(zipped(home, home.glob("*.py"))) == files
