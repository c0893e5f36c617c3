"""Dependencies point one way, in Python and in scripts; neighbours never import each other."""

import ast
import re

import pytest

from tests.servers import ROOT
from tests.test_layout import APPS, committed

BELOW = {  # what each folder may import, with all that those may
    "nsi_site": {"classroom"},
    "classroom": {"lesson", "relay", "exercises", "chat", "pages"},
    "lesson": {"exchanges", "prose", "pupils", "chat", "pages"},
    "relay": {"workbench"},
    "exercises": {"workbench"},
    "workbench": {"exchanges", "prose", "pupils"},
}
STANDS_ALONE = ["workbench/stage"]
SCRIPTS_BELOW = {
    "exercises": {"workbench"},
    "workbench": {"exchanges"},
    "lesson": {"exchanges"},
    "exchanges": {"site"},
    "chat": {"site"},
    "pupils": {"site"},
    "classroom": {"workbench"},
    "relay": {"site"},
}


def reachable(name, below):
    direct = below.get(name, set())
    return direct.union(*(reachable(other, below) for other in direct))


def imported(path):
    """The names of modules that a Python file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


@pytest.mark.parametrize("app", APPS)
def test_an_application_imports_only_what_is_below_it(app):
    allowed = {app} | reachable(app, BELOW)
    found = {
        f"{path.relative_to(ROOT).as_posix()} imports {name}"
        for path in committed(f"{app}/*.py")
        for name in imported(path)
        if name.split(".")[0] in {*APPS, "tests", "bench"} - allowed
    }
    assert found == set()


@pytest.mark.parametrize("folder", STANDS_ALONE)
def test_a_part_that_runs_elsewhere_imports_nothing_of_ours_but_itself(folder):
    itself = folder.replace("/", ".")
    found = {
        f"{path.relative_to(ROOT).as_posix()} imports {name}"
        for path in committed(f"{folder}/*.py")
        for name in imported(path)
        if name.split(".")[0] in APPS and not f"{name}.".startswith(f"{itself}.") and name != itself.split(".")[0]
    }
    assert found == set()


def test_scripts_import_only_what_is_below_them():
    found = []
    for path in committed("static/*.js"):
        folder = path.relative_to(ROOT).parts[1]
        text = path.read_text(encoding="utf-8")
        for other in re.findall(r"""(?:from|import)\s*\(?["']\.\./(?:\.\./)*(\w+)/""", text):
            if other not in {folder} | reachable(folder, SCRIPTS_BELOW):
                found.append(f"{path.relative_to(ROOT).as_posix()} imports {other}")
    assert found == []
