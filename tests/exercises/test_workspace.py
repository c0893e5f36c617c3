from exercises import workspace
from exercises.catalogue import all_exercises

FIRST, SECOND = all_exercises()[:2]


def test_the_file_is_made_from_the_first_starter(work):
    assert workspace.ensure_file() == work / "mon_chat.py"
    assert workspace.file().read_text(encoding="utf-8") == FIRST.starter


def test_the_pupils_work_is_never_overwritten(work):
    workspace.write("mon travail")
    workspace.ensure_file()
    assert workspace.file().read_text(encoding="utf-8") == "mon travail"


def test_a_reset_keeps_the_pupils_work_beside(work):
    workspace.write("mon travail")
    kept = workspace.reset(SECOND)
    assert kept.read_text(encoding="utf-8") == "mon travail"
    assert workspace.file().read_text(encoding="utf-8") == FIRST.solution


def test_the_fingerprint_changes_with_the_content(work):
    assert workspace.fingerprint() is None
    workspace.write("un")
    first = workspace.fingerprint()
    assert workspace.fingerprint() == first
    workspace.write("deux")
    assert workspace.fingerprint() != first


def test_progress_only_goes_forward(work):
    assert workspace.reached() == 0
    workspace.note_reached(3)
    workspace.note_reached(1)
    assert workspace.reached() == 3


def test_a_broken_progress_file_is_no_progress(work):
    workspace.note_reached(3)
    workspace.progress_file().write_text("[", encoding="utf-8")
    assert workspace.reached() == 0


def test_a_double_click_on_reset_does_not_lose_the_pupils_work(work):
    workspace.write("mon travail")
    first = workspace.reset(SECOND)
    workspace.reset(SECOND)
    assert first.read_text(encoding="utf-8") == "mon travail"
