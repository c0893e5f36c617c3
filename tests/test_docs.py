"""The README is true: what the code names is in it, and what it names is in the code."""

import inspect
import re

import pytest

from chat import events
from tests.servers import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
SETTINGS = (ROOT / "nsi_site/settings.py").read_text(encoding="utf-8")


def section(title):
    return re.search(rf"^## {title}$(.*?)(^## |\Z)", README, re.M | re.S).group(1)


def test_every_setting_is_in_the_table_and_no_other():
    documented = re.findall(r"^\| `([A-Z_]+)` \|", section("Settings"), re.M)
    read = re.findall(r'env\.\w+\("([A-Z_]+)"', SETTINGS)
    assert sorted(documented) == sorted(read)


def test_every_event_is_in_the_tables():
    documented = set(re.findall(r'^\| `\{"type": "(\w+)"', section("The socket's events"), re.M))
    source = inspect.getsource(events)
    assert documented == set(re.findall(r'"type": "(\w+)"', source))


def test_every_error_is_named():
    assert set(events.DETAILS) <= set(re.findall(r"`(\w+)`", section("The socket's events")))


def test_every_folder_exists_and_is_listed():
    listed = set(re.findall(r"`([a-z_]+)/`", section("Where things are")))
    assert {folder for folder in listed if not (ROOT / folder).is_dir()} == set()
    applications = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert applications <= listed


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`([A-Z]\w+)\.(\w+)`", README))))
def test_the_tour_names_methods_that_exist(name):
    files = [path for folder in ("chat", "exchanges") for path in (ROOT / folder).glob("*.py")]
    sources = "".join(path.read_text(encoding="utf-8") for path in files)
    owner, method = name
    assert re.search(rf"^class {owner}\b.*?def {method}\b", sources, re.M | re.S)


@pytest.mark.parametrize("file", sorted(set(re.findall(r"`([\w/-]+\.(?:js|py|md))`", README))))
def test_the_files_it_names_exist(file):
    name = file.rsplit("/")[-1]
    assert any(path for path in ROOT.rglob(name) if ".venv" not in path.parts)


@pytest.mark.parametrize("readme", ["README.md", "README.fr.md"])
def test_the_pictures_are_there_and_light(readme):
    """And say in words what they show. `python -m tests.pictures` takes them anew."""
    pictures = re.findall(r"!\[([^\]]+)\]\(([^)]+)\)", (ROOT / readme).read_text(encoding="utf-8"))
    assert len(pictures) == 2
    for words, path in pictures:
        assert len(words) > 20
        assert (ROOT / path).stat().st_size < 150_000
