"""The shape of the project: tests mirror modules, and pages need nothing from outside."""

import re
import subprocess

import pytest

from tests.servers import ROOT

APPS = sorted(path.parent.name for path in ROOT.glob("*/__init__.py") if path.parent.name != "tests")
# Nothing but names: tried out by whatever uses them.
DECLARATIONS = {"__init__", "apps", "urls", "routing", "asgi"}
# Names of document types are written like addresses but never asked for; this PC is not outside.
OUTSIDE = re.compile(r"""(?:https?:|wss?:|["'(=]\s*)//(?!www\.w3\.org/|localhost|127\.0\.0\.1)[\w.-]+""")
INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)", re.IGNORECASE)
SECRET = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY|(?:SECRET_KEY|PASSWORD|TOKEN)\s*=\s*[\"'][^\"'{}$]{12,}|ghp_\w{20}|AKIA[A-Z0-9]{16}"
)
ABSOLUTE = re.compile(r"(?<![\w.:/<])/(?:home|root|Users|work|tmp|mnt|workspace)/\w|[A-Z]:\\\\Users")


def committed(*patterns):
    """The files of the project, new ones included, in the folders given."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *patterns],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    names = sorted(set(listing.stdout.decode().split("\0")) - {""})
    return [ROOT / name for name in names if (ROOT / name).is_file()]


def texts(*patterns):
    for path in committed(*patterns):
        try:
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture


def found(expression, files):
    """Where the expression occurs, as `file:line: text`."""
    return [
        f"{name}:{number}: {line.strip()}"
        for name, text in files
        for number, line in enumerate(text.splitlines(), 1)
        if expression.search(line)
    ]


def modules(app):
    paths = [path.relative_to(ROOT) for path in committed(f"{app}/*.py")]
    # The exercises’ own checks and solutions are tried against each other, a pupil’s settings by every check.
    data = {"migrations", "content", "given", "starters"}
    return [path for path in paths if path.stem not in DECLARATIONS and not data & set(path.parts)]


def mirror(path):
    """Where the tests of a module stand: packages inside an app have a folder of their own, Django's do not."""
    folder = [part for part in path.parent.parts if part not in ("management", "commands", "templatetags")]
    return "/".join(["tests", *folder, f"test_{path.stem}.py"])


@pytest.mark.parametrize("app", APPS)
def test_every_module_has_its_test_module(app):
    expected = {mirror(path): path.as_posix() for path in modules(app)}
    assert expected
    assert [path for test, path in expected.items() if not (ROOT / test).exists()] == []


def test_pages_need_nothing_from_outside():
    assert found(OUTSIDE, texts("templates", "static", "*/templates", "*/static")) == []


def test_pages_hold_no_script_and_no_style():
    assert found(INLINE, texts("templates/*.html", "*/templates/*.html")) == []


def test_scripts_write_no_markup():
    markup = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write")
    # These exist to write the page that the pupil made, or to read it, in a frame that may do nothing else.
    writers = {"static/lesson/sandbox.js", "static/workbench/inside/page.js", "static/workbench/inside/play.js"}
    files = [(name, text) for name, text in texts("static/*.js") if name not in writers]
    assert found(markup, files) == []


def test_no_file_holds_a_secret_or_a_path_of_one_machine():
    files = [(name, text) for name, text in texts(".") if not name.startswith("tests/") and not name.endswith(".txt")]
    assert found(SECRET, files) == []
    assert found(ABSOLUTE, files) == []


def test_no_file_names_a_package_index():
    files = [(name, text) for name, text in texts(".") if name != "tests/test_layout.py"]
    assert found(re.compile(r"index-url|pypi\.org|pythonhosted"), files) == []


@pytest.mark.parametrize("private", [".venv/x", "var/x", "wheels/x", "x/__pycache__/y"])
def test_what_a_machine_makes_for_itself_is_not_committed(private):
    assert subprocess.run(["git", "check-ignore", "-q", private], cwd=ROOT).returncode == 0


def test_the_first_folder_holds_no_leftovers():
    kinds = {path.suffix for path in committed() if path.parent == ROOT}
    assert kinds <= {"", ".md", ".txt", ".in", ".py", ".toml"}
