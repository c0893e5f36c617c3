import pytest

from pupils import locks, quotas
from pupils.forms import ClaimForm, ReturnForm
from pupils.models import Pupil


def claiming(name, pupil=None):
    return ClaimForm({"pseudonyme": name}, pupil=pupil, address="192.0.2.1", browser="b")


def test_spaces_around_and_between_are_tidied(db):
    form = claiming("  Anne   Marie ")
    assert form.is_valid()
    assert form.save().name == "Anne Marie"


@pytest.mark.parametrize("name", ["", " ", "x" * 33, "prof", "a\u200bb", "\u3164"])
def test_what_is_no_name_is_told_in_one_sentence(db, name):
    form = claiming(name)
    assert not form.is_valid()
    assert form.errors["pseudonyme"][0].endswith((".", "…", "?"))


def test_one_s_own_name_may_be_written_otherwise(db):
    alice = Pupil.objects.create(name="Alice")
    form = claiming("ALICE", pupil=alice)
    assert form.is_valid()
    assert form.save() == alice
    assert not claiming("Alicé").is_valid()


def test_the_way_back_takes_the_right_code_only(db):
    alice = Pupil.objects.create(name="Alice")
    assert not ReturnForm({"pseudonyme": "Alice", "code": "a-b-c"}, address="x").is_valid()
    form = ReturnForm({"pseudonyme": " alice", "code": alice.code.replace("-", " ").upper()}, address="x")
    assert form.is_valid()
    assert form.pupil == alice


def test_who_is_locked_learns_nothing_by_the_right_code(db):
    alice = Pupil.objects.create(name="Alice")
    for _ in range(locks.TRIES):
        ReturnForm({"pseudonyme": "Alice", "code": "faux"}, address="x").is_valid()
    form = ReturnForm({"pseudonyme": "Alice", "code": alice.code}, address="x")
    assert not form.is_valid()
    assert form.non_field_errors() == [locks.LOCKED]


def test_with_a_list_no_other_name_is_given_and_none_is_changed(db):
    alice = Pupil.objects.create(name="Alice")
    quotas.keep_to_list(True)
    assert claiming("Zorro").errors.as_data()["pseudonyme"][0].code == "list"
    assert claiming("Alice").errors.as_data()["pseudonyme"][0].code == "taken"
    assert claiming("Zorro", pupil=alice).errors["pseudonyme"] == [quotas.BY_LIST]
    assert claiming("alice", pupil=alice).is_valid()
    quotas.open_door()
    assert claiming("Zorro").is_valid()
