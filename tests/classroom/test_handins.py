import io
import json
import zipfile

import pytest

from classroom import handins
from classroom.models import HandIn, Seance
from pupils.models import Note, Pupil, Version


@pytest.fixture
def greg(db):
    greg = Pupil.objects.create(name="Greg")
    notes = {
        "lesson.written": {"liens": {"0": "parce que"}, "https": {"0": "autre étape"}},
        "lesson.exercises": {"route": True, "gabarit": True},
    }
    for key, value in notes.items():
        Note.objects.create(pupil=greg, key=key, value=json.dumps(value))
    for project in ("mon-serveur", "exercice-route", "exercice-gabarit"):
        Version.objects.create(pupil=greg, project=project, files={"views.py": f"# {project}"})
    return greg


def test_what_is_handed_in_is_a_copy_of_what_belongs_to_the_seance(seance, greg):
    copy = handins.hand_in(seance, greg)
    assert copy.answers == {"liens": {"0": "parce que"}}
    assert copy.passed == ["route"]
    assert copy.projects == {
        "mon-serveur": {"views.py": "# mon-serveur"},
        "exercice-route": {"views.py": "# exercice-route"},
    }
    Version.objects.create(pupil=greg, project="exercice-route", files={"views.py": "# changed"})
    assert HandIn.objects.get().projects["exercice-route"] == {"views.py": "# exercice-route"}


def test_handed_in_again_it_takes_the_place_of_the_first_and_the_mark_stays(seance, greg):
    handins.hand_in(seance, greg)
    HandIn.objects.update(mark="14")
    Version.objects.create(pupil=greg, project="exercice-route", files={"views.py": "# better"})
    copy = handins.hand_in(seance, greg)
    assert (HandIn.objects.count(), copy.mark) == (1, "14")
    assert copy.projects["exercice-route"] == {"views.py": "# better"}


def test_the_zip_has_a_folder_for_each_pupil_and_a_table(seance, greg):
    handins.hand_in(seance, greg)
    with zipfile.ZipFile(io.BytesIO(handins.packed(seance))) as archive:
        names = set(archive.namelist())
        folder = f"greg-{greg.pk}"
        assert {"LISEZMOI.txt", "rendus.csv", f"{folder}/reponses.txt", f"{folder}/exercice-route/views.py"} <= names
        assert "parce que" in archive.read(f"{folder}/reponses.txt").decode()
        assert "Greg" in archive.read("rendus.csv").decode("utf-8-sig")


def test_hostile_names_of_files_and_pupils_never_leave_their_folder(seance, db):
    evil = Pupil.objects.create(name="=1+1|cmd")
    bad = ["../x.py", "/etc/x.py", "C:\\x.py", "con.py", "a/../../x.py", "x.bat", "desktop.ini", "run.lnk", "x.pyc"]
    HandIn.objects.create(seance=seance, pupil=evil, projects={"../p": dict.fromkeys([*bad, "views.py"], "text")})
    with zipfile.ZipFile(io.BytesIO(handins.packed(seance))) as archive:
        names = archive.namelist()
        assert [name for name in names if "/" in name] == [
            f"11cmd-{evil.pk}/reponses.txt",
            f"11cmd-{evil.pk}/p/views.py",
        ]
        assert "'=1+1|cmd" in archive.read("rendus.csv").decode("utf-8-sig")


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(1)", "\tx", "\rx"])
def test_no_cell_is_a_formula(cell):
    assert handins.as_csv([[cell]]).lstrip('"').startswith("'")


def test_only_who_may_hand_in_has_a_seance(seance, greg):
    assert handins.open_seance(greg) == seance
    assert handins.open_seance(None) is None
    Seance.objects.update(is_open=False)
    assert handins.open_seance(greg) is None


def test_notes_made_by_hand_break_nothing(seance, greg):
    Note.objects.update(value="[1]")
    assert handins.hand_in(seance, greg).answers == {}
