import pytest

from exercises.catalogue import chain
from exercises.coach import files

FIRST, SECOND = chain("salons")[:2]

pytestmark = pytest.mark.usefixtures("work")


def test_the_file_is_made_from_the_first_start(work):
    assert files.ensure(FIRST) == work / "mon_chat.py"
    assert files.read(FIRST) == FIRST.start


def test_the_pupils_work_is_never_overwritten(work):
    files.write(FIRST, {"consumers.py": "mon travail"})
    files.ensure(FIRST)
    assert files.read(FIRST) == {"consumers.py": "mon travail"}


def test_a_module_beside_belongs_to_the_project_and_a_kept_file_does_not(work):
    files.write(FIRST, {"consumers.py": "import outils"})
    (work / "outils.py").write_text("x = 1", encoding="utf-8")
    (work / "mon_chat.2026-01-01.py").write_text("ancien", encoding="utf-8")
    assert files.read(FIRST) == {"consumers.py": "import outils", "outils.py": "x = 1"}


def test_a_file_that_is_no_utf8_is_given_as_it_is(work):
    files.ensure(FIRST)
    files.place(FIRST).write_bytes("é".encode("latin-1"))
    assert files.read(FIRST)["consumers.py"] == b"\xe9"


def test_a_reset_keeps_the_pupils_work_beside_even_twice(work):
    files.write(FIRST, {"consumers.py": "mon travail"})
    kept = files.reset(SECOND)
    files.reset(SECOND)
    assert kept.read_text(encoding="utf-8") == "mon travail"
    assert files.read(SECOND) == SECOND.start


def test_the_fingerprint_changes_with_the_content(work):
    assert files.fingerprint(FIRST) is None
    files.write(FIRST, {"consumers.py": "un"})
    first = files.fingerprint(FIRST)
    assert files.fingerprint(FIRST) == first
    files.write(FIRST, {"consumers.py": "deux"})
    assert files.fingerprint(FIRST) != first


def test_what_was_passed_is_remembered_and_a_broken_file_is_no_progress(work):
    assert files.passed() == set()
    files.note_passed(SECOND)
    assert files.passed() == {"diffuser"}
    files.progress_file().write_text("[", encoding="utf-8")
    assert files.passed() == set()
