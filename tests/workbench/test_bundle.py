import gzip
import io
import zipfile

import pytest

from workbench import bundle


@pytest.fixture(scope="module")
def names():
    return set(zipfile.ZipFile(io.BytesIO(bundle.libraries())).namelist())


def test_the_libraries_are_those_that_a_project_needs(names):
    assert {
        "django/__init__.py",
        "django/conf/locale/fr/LC_MESSAGES/django.mo",
        "django/conf/locale/__init__.py",
        "django/views/templates/technical_500.html",
        "channels/generic/websocket.py",
        "asgiref/sync.py",
        "sqlparse/__init__.py",
        "tzdata/zoneinfo/Europe/Paris",
        "tzdata/zoneinfo/UTC",
        "tzdata/zoneinfo/Europe/__init__.py",
    } <= names


@pytest.mark.parametrize("piece", ["/gis/", "locale/de/", "admin/static/", ".pyc", ".po", "Europe/Berlin"])
def test_what_no_project_in_a_browser_uses_stays_here(names, piece):
    assert [name for name in names if piece in name] == []


def test_the_stage_travels_under_the_name_it_has_here():
    names = zipfile.ZipFile(io.BytesIO(bundle.stage())).namelist()
    assert {"workbench/__init__.py", "workbench/stage/commands.py"} <= set(names)
    assert [name for name in names if not name.startswith(("workbench/stage/", "workbench/__init__.py"))] == []


def test_an_address_holds_the_sum_of_what_is_there(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    one, same, other = (bundle.kept("x.zip", content) for content in (b"a", b"a", b"b"))
    assert one == same != other
    assert gzip.decompress((bundle.folder() / f"{one}.gz").read_bytes()) == b"a"
