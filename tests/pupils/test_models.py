import pytest
from django.db import IntegrityError

from pupils.models import KEPT_VERSIONS, Pupil, Version


@pytest.fixture
def greg(db):
    return Pupil.objects.create(name="Greg")


@pytest.mark.parametrize("name", ["greg", "GREG", "Grég", "G r e g", "Greg.", "Grеg"])
def test_a_name_is_unique_however_it_is_written(greg, name):
    with pytest.raises(IntegrityError):
        Pupil.objects.create(name=name)


def test_a_token_is_one_pupil_s(greg):
    nathalie = Pupil.objects.create(name="Nathalie")
    assert greg.holds(greg.token)
    assert not greg.holds(nathalie.token)


def test_a_new_code_makes_old_tokens_void(greg):
    old_token, old_code = greg.token, greg.code
    greg.renew_code()
    assert greg.code != old_code
    assert not greg.holds(old_token)


def test_the_last_versions_of_each_project_are_kept(greg):
    for number in range(KEPT_VERSIONS + 5):
        Version(pupil=greg, project="chat", files={"a.py": str(number)}, reason="essai").save()
    Version(pupil=greg, project="autre", files={}).save()
    kept = greg.versions.filter(project="chat")
    assert [version.files["a.py"] for version in kept] == [str(n) for n in range(KEPT_VERSIONS + 4, 4, -1)]
    assert greg.versions.filter(project="autre").count() == 1


def test_the_project_as_it_was_left_is_one_version(greg):
    for text, reason in (("1", "essai"), ("2", ""), ("3", ""), ("4", "réussi"), ("5", "")):
        Version(pupil=greg, project="chat", files={"a.py": text}, reason=reason).save()
    assert [version.files["a.py"] for version in greg.versions.all()] == ["5", "4", "1"]
