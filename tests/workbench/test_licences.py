import importlib.metadata

import pytest

from workbench import engine, licences
from workbench.bundle import LIBRARIES

EXPECTED = {
    "Pyodide": "MPL-2.0",
    "CPython": "PSF-2.0",
    "Django": "BSD-3-Clause",
    "channels": "BSD",
    "asgiref": "BSD",
    "sqlparse": "BSD",
    "tzdata": "Apache",
    "Ace": "BSD-3-Clause",
    "django-ace": "BSD-2-Clause",
}
WORDS = {"Pyodide": "Mozilla Public License", "CPython": "PYTHON SOFTWARE FOUNDATION LICENSE", "tzdata": "Apache"}


@pytest.fixture(autouse=True)
def installed(settings, tmp_path):
    """An engine, as far as it is read here."""
    settings.ENGINE_DIR = tmp_path
    engine.home(tmp_path).mkdir()
    (engine.home(tmp_path) / "pyodide-lock.json").write_text('{"info": {"python": "3.14.2"}}')


@pytest.fixture
def parts():
    return {part.name: part for part in licences.parts()}


def test_all_that_browsers_are_given_is_named_with_its_licence(parts):
    assert set(parts) == set(EXPECTED)
    assert {name for name, licence in EXPECTED.items() if licence not in parts[name].licence} == set()


def test_each_has_its_whole_text_and_the_address_of_its_source(parts):
    for part in parts.values():
        assert part.source.startswith("http"), part.name
        assert WORDS.get(part.name, "Redistribution and use") in part.text, part.name


def test_versions_are_those_that_are_installed(parts):
    for name in LIBRARIES:
        metadata = importlib.metadata.metadata(name)
        assert parts[metadata["Name"]].version == metadata["Version"]


def test_a_site_without_an_engine_names_the_packages_alone(settings, tmp_path):
    settings.ENGINE_DIR = tmp_path / "none"
    names = [part.name for part in licences.parts()]
    assert "Pyodide" not in names
    assert "Django" in names


@pytest.mark.django_db
def test_every_page_leads_there(client):
    assert b'href="/licences"' in client.get("/chat/").content
    page = client.get("/licences").content.decode()
    assert page.count('<details class="card"') == len(EXPECTED)


@pytest.mark.django_db
def test_the_workbench_leads_there_from_its_menu(client, settings, tmp_path):
    settings.ENGINE_DIR = tmp_path / "none"
    assert b'href="/licences"' in client.get("/mon-serveur/").content
