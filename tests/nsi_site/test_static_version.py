import pytest

from nsi_site import static_version
from nsi_site.static_version import state


@pytest.fixture
def folder(tmp_path, settings):
    settings.STATICFILES_DIRS = [tmp_path]
    return tmp_path


@pytest.fixture
def looked(folder, monkeypatch):
    """`current`, with a clock that goes on by a second each time it is asked."""
    seconds = iter(range(100))
    monkeypatch.setattr("nsi_site.static_version.monotonic", lambda: next(seconds))
    return static_version.current


def test_it_stays_while_no_file_changes(folder, looked):
    (folder / "a.css").write_text("a {}")
    assert looked().mark == looked().mark
    assert len(looked().mark) == static_version.LENGTH


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "a.css").write_text("a { color: red }"),
        lambda folder: (folder / "a.css").unlink(),
        lambda folder: (folder / "a.css").rename(folder / "b.css"),
        lambda folder: (folder / "site" / "b.css").write_text(""),
    ],
    ids=["edited", "removed", "renamed", "added"],
)
def test_it_is_another_one_once_a_file_has_changed(folder, looked, change):
    (folder / "site").mkdir()
    (folder / "a.css").write_text("a {}")
    before = looked().mark
    change(folder)
    assert looked().mark != before


def test_it_knows_the_files_by_their_addresses(folder, looked):
    (folder / "site").mkdir()
    (folder / "site" / "a.css").write_text("a {}")
    assert looked().states == {"site/a.css": state(folder / "site" / "a.css")}


def test_the_folder_is_looked_through_once_a_second(folder, monkeypatch):
    monkeypatch.setattr("nsi_site.static_version.monotonic", lambda: 7.2)
    before = static_version.current()
    (folder / "a.css").write_text("a {}")
    assert static_version.current() is before


def test_what_is_no_file_has_no_state(tmp_path):
    assert state(None) is state(tmp_path) is state(tmp_path / "none") is state(tmp_path / "\0") is None
