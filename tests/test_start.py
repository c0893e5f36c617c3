import ast
import base64
import hashlib
import importlib.util
import io
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.servers import ROOT

MANAGE = """
import sys
import greeting
print(greeting.WORDS, *sys.argv[1:])
"""


def make_wheel(folder):
    """Build the smallest package there is, `greeting`; return the line that pins it."""
    folder.mkdir()
    path = folder / "greeting-1.0-py3-none-any.whl"
    info = "greeting-1.0.dist-info"
    files = {
        "greeting.py": "WORDS = 'Bonjour'\n",
        f"{info}/METADATA": "Metadata-Version: 2.1\nName: greeting\nVersion: 1.0\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{name},sha256={digest(text)},{len(text)}\n" for name, text in files.items())
    with zipfile.ZipFile(path, "w") as wheel:
        for name, text in (files | {f"{info}/RECORD": f"{record}{info}/RECORD,,\n"}).items():
            wheel.writestr(name, text)
    return f"greeting==1.0 \\\n    --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


def make_engine(folder):
    """The smallest engine there is, in the package that carries it; return the line that pins it."""
    names = ["pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json"]
    path = folder / "wheels" / "flet_web-1.0.5-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        for name in names:
            wheel.writestr(f"flet_web/web/pyodide/{name}", name)
        info = "flet_web-1.0.5.dist-info"
        wheel.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: flet-web\nVersion: 1.0.5\n")
        wheel.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
    sums = {name: hashlib.sha256(name.encode()).hexdigest() for name in names}
    source = (ROOT / "workbench" / "engine.py").read_text(encoding="utf-8")
    package = folder / "workbench"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "engine.py").write_text(
        re.sub(r"^ENGINE = .*?^}", f"ENGINE = {sums}", source, flags=re.M | re.S), "utf-8"
    )
    return f"flet-web==1.0.5 --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


def digest(text):
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()


class Scratch:
    """A project with one library and a `manage.py` that says what it was asked."""

    def __init__(self, folder):
        self.folder = folder
        shutil.copy(ROOT / "start.py", folder)
        (folder / "nsi_site").mkdir()
        shutil.copy(ROOT / "nsi_site" / "strays.py", folder / "nsi_site")
        self.requirements = folder / "requirements.txt"
        self.requirements.write_text(make_wheel(folder / "wheels"), encoding="utf-8")
        (folder / "requirements-test.txt").write_text("", encoding="utf-8")
        (folder / "requirements-engine.txt").write_text(make_engine(folder), encoding="utf-8")
        (folder / "manage.py").write_text(MANAGE, encoding="utf-8")

    def start(self, *words, **environment):
        """Run start.py; return its status and all that it said."""
        done = subprocess.run(
            [sys.executable, "start.py", *words],
            cwd=self.folder,
            env=os.environ | {"PYTHONIOENCODING": "utf-8", "ENGINE_DIR": str(self.folder / "moteur")} | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        text = done.stdout.decode()
        assert "Traceback" not in text
        return done.returncode, text


@pytest.fixture
def scratch(tmp_path):
    return Scratch(tmp_path)


def test_the_first_start_installs_from_wheels_and_the_second_starts_at_once(scratch):
    assert scratch.start() == (
        0,
        "Création de l’environnement Python dans .venv…\n"
        "Installation des bibliothèques (une à trois minutes la première fois)…\n"
        "Installation du Python des navigateurs (27 Mo, une seule fois)…\n"
        "Bonjour runserver\n",
    )
    assert len(list(scratch.folder.glob("moteur/*/pyodide.mjs"))) == 1
    shutil.rmtree(scratch.folder / "wheels")
    shutil.rmtree(next(scratch.folder.glob(".venv/[Ll]ib/**/site-packages/pip")))
    assert scratch.start("--port", "8123") == (0, "Bonjour runserver 0.0.0.0:8123\n")
    assert scratch.start("exercices", "--check") == (0, "Bonjour exercices --check\n")


def test_an_engine_that_is_not_the_official_one_is_refused_and_the_site_opens_without(scratch):
    source = scratch.folder / "workbench" / "engine.py"
    source.write_text(
        source.read_text(encoding="utf-8").replace("'pyodide.mjs': '", "'pyodide.mjs': 'x"), encoding="utf-8"
    )
    status, text = scratch.start()
    assert status == 0
    assert "pyodide.mjs n’est pas celui de la version officielle" in text
    assert "sans « Mon serveur »" in text
    assert text.endswith("Bonjour runserver\n")
    assert list(scratch.folder.glob("moteur/*")) == []


def test_a_server_installs_everything_without_opening_the_site(scratch):
    status, text = scratch.start("install")
    assert status == 0
    assert "Bonjour" not in text
    assert len(list(scratch.folder.glob("moteur/*/pyodide.mjs"))) == 1
    assert scratch.start("exercices") == (0, "Bonjour exercices\n")


def test_a_site_that_cannot_get_the_engine_opens_without(scratch):
    next(scratch.folder.glob("wheels/flet_web*")).unlink()
    status, text = scratch.start()
    assert status == 0
    assert "Il manque des bibliothèques dans wheels/" in text
    assert text.endswith("Bonjour runserver\n")


def test_a_cut_installation_heals_at_the_next_start(scratch):
    (scratch.folder / ".venv" / "bin").mkdir(parents=True)
    (scratch.folder / ".venv" / "bin" / "python").write_text("half a file", encoding="utf-8")
    status, text = scratch.start()
    assert status == 0
    assert text.endswith("Bonjour runserver\n")


@pytest.fixture
def start(tmp_path):
    """The module, in a folder of its own."""
    shutil.copy(ROOT / "start.py", tmp_path)
    spec = importlib.util.spec_from_file_location("start", tmp_path / "start.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in (module.FOR_SITE, module.FOR_TESTS):
        shutil.copy(ROOT / name, tmp_path)
    return module


@pytest.fixture
def commands(start, monkeypatch):
    """What would have been run, in order; nothing is."""
    run = []
    monkeypatch.setattr(start, "run", lambda command, advice, watch=None: run.append(command))
    monkeypatch.setattr(start, "hand_over", lambda *arguments: run.append(list(arguments)))
    monkeypatch.setattr(start, "install_engine", lambda: None)
    return run


@pytest.fixture
def failing_pip(start, monkeypatch):
    """Nothing can be installed: the library asked for does not exist anywhere."""
    monkeypatch.setattr(start, "make_venv", start.VENV.mkdir)
    monkeypatch.setattr(start, "PYTHON", Path(sys.executable))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    (start.ROOT / start.FOR_SITE).write_text("absent==1.0 --hash=sha256:" + "0" * 64, encoding="utf-8")


def test_without_a_network_it_says_what_to_do(start, failing_pip, capsys):
    assert start.main([]) == 1
    said = capsys.readouterr().out
    assert "No matching distribution found for absent==1.0" in said
    assert "Vérifiez la connexion à Internet" in said
    assert "start.py download" in said


def test_wheels_that_lack_a_library_are_named(start, failing_pip, capsys):
    start.WHEELS.mkdir()
    assert start.main([]) == 1
    assert "Il manque des bibliothèques dans wheels/ pour ce PC" in capsys.readouterr().out


def test_an_old_python_can_read_the_file_and_hears_what_to_install(start, monkeypatch, capsys):
    ast.parse((ROOT / "start.py").read_text(encoding="utf-8"), feature_version=(3, 6))
    monkeypatch.setattr(start, "sys", SimpleNamespace(version_info=(3, 6, 9), stdout=sys.stdout))
    assert start.main([]) == 1
    assert "Python 3.6 est trop ancien : il faut Python 3.11" in capsys.readouterr().out


@pytest.mark.parametrize("absent", ["venv", "ensurepip"])
def test_a_python_without_venv_hears_which_package_to_install(start, monkeypatch, capsys, absent):
    monkeypatch.setattr(start.importlib.util, "find_spec", lambda name: None if name == absent else name)
    assert start.main([]) == 1
    assert "sudo apt install python3-venv" in capsys.readouterr().out


@pytest.mark.parametrize("words", [["tests"], ["--port"], ["--port", "web"], ["--port", "70000"], ["8000"]])
def test_unknown_words_get_the_list_of_commands(start, capsys, words):
    assert start.main(words) == 1
    said = capsys.readouterr().out
    assert f"« {' '.join(words)} »" in said
    assert "python3 start.py exercices" in said


def test_help_is_there(start, capsys):
    assert start.main(["--help"]) == 0
    assert capsys.readouterr().out.startswith("Emploi")


def test_a_console_without_accents_is_no_obstacle(scratch):
    assert scratch.start("--help", PYTHONIOENCODING="ascii")[0] == 0


def test_ctrl_c_ends_without_a_traceback(start, monkeypatch):
    def interrupted(requirements):
        raise KeyboardInterrupt

    monkeypatch.setattr(start, "install", interrupted)
    assert start.main([]) == 130


def test_the_words_after_test_go_to_pytest(start, commands):
    start.VENV.mkdir()
    start.main(["test", "tests/chat", "-x"])
    assert commands[-1] == ["-m", "tests.checks", "tests/chat", "-x"]
    assert str(start.ROOT / "requirements-test.txt") in commands[-2]


def test_libraries_are_installed_with_their_hashes_from_where_the_user_s_pip_looks(start, commands):
    start.VENV.mkdir()
    start.main([])
    assert "--require-hashes" in commands[1]
    assert not [word for word in commands[1] if "index" in word]


class Terminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self):
        return True


SAID = [b"Ignoring x: markers do not match\n", *[b"Collecting y==1 (from -r ...)\n"] * 20]


def test_a_terminal_shows_how_far_the_installation_is_in_one_line(start, monkeypatch):
    monkeypatch.setattr(start.sys, "stdout", Terminal())
    there = [1, 1, 13, 21]
    monkeypatch.setattr(start, "installed", lambda: there.pop(0))
    bar = start.Progress(21)
    bar.watch(SAID[:2])
    bar.watch(SAID)
    bar.watch([*SAID, b"Installing collected packages: y\n"])
    bar.watch([*SAID, b"Installing collected packages: y\n"])
    bar.watch([*SAID, b"Installing collected packages: y\n", b"Successfully installed y\n"])
    bar.end()
    assert start.sys.stdout.getvalue().split("\r") == [
        "",
        "  Préparation : 1 bibliothèque sur 20",
        "  Préparation : 20 bibliothèques sur 20",
        "  Installation : 0 bibliothèque sur 20 ",
        "  Installation : 12 bibliothèques sur 20",
        "  Installation : 20 bibliothèques sur 20\n",
    ]


def test_elsewhere_it_says_so_in_a_few_lines(start, monkeypatch, capsys):
    monkeypatch.setattr(start, "installed", lambda: 0)
    bar = start.Progress(21)
    for number in range(1, len(SAID) + 1):
        bar.watch(SAID[:number])
    assert capsys.readouterr().out == (
        "  Préparation : 10 bibliothèques sur 20\n  Préparation : 20 bibliothèques sur 20\n"
    )


def test_new_pins_make_a_new_installation(start, commands):
    start.PYTHON.parent.mkdir(parents=True)
    start.PYTHON.touch()
    start.main([])
    start.main([])
    assert commands[-1] == commands[-2] == ["manage.py", "runserver"]
    (start.ROOT / start.FOR_SITE).write_text("", encoding="utf-8")
    start.main([])
    assert "--clear" in commands[-3]


def test_download_serves_this_system_and_windows(start, commands):
    start.main(["download"])
    assert "--platform" not in commands[1]
    assert str(start.ROOT / start.FOR_ENGINE) in commands[2]
    for version, command in zip(start.WINDOWS_PYTHONS, commands[3:], strict=True):
        assert {"win_amd64", version, "--require-hashes", "--no-deps"} <= set(command)


def test_pins_for_windows_are_all_those_that_windows_needs_without_a_condition(start):
    pins = start.pins_for_windows((ROOT / "requirements.txt").read_text(encoding="utf-8"))
    assert " ; " not in pins
    assert "\ntzdata==" in pins
    assert "u-msgpack" not in pins
    assert pins.count("\ncbor2==") == 1
    assert pins.count("\ndjango==") == 1


def test_the_site_s_pins_are_those_of_the_tests():
    site, tests = (
        {line.split(" ")[0] for line in (ROOT / name).read_text(encoding="utf-8").splitlines() if "==" in line}
        for name in ("requirements.txt", "requirements-test.txt")
    )
    assert site <= tests


def test_continuous_integration_runs_start_py_test_and_nothing_else():
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    commands = [line for line in lines if line and not line.startswith(("#", "set ", "cd "))]
    assert commands == ["python3 start.py test"]


@pytest.mark.parametrize("words", [["--console-complete"], ["--console-complete", "--port", "8123"]])
def test_the_chat_s_words_are_on_the_console_only_where_it_was_asked_for(start, monkeypatch, words):
    monkeypatch.setenv("CONSOLE_COMPLETE", "")
    start.parse(["--port", "8123"])
    assert os.environ["CONSOLE_COMPLETE"] == ""
    command, arguments = start.parse(words)
    assert (command, arguments) == (start.serve, ["0.0.0.0:8123"] if "--port" in words else [])
    assert os.environ["CONSOLE_COMPLETE"] == "1"
