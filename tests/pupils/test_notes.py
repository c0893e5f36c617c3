import pytest
from django.core.exceptions import ValidationError

from pupils import notes
from pupils.models import Pupil


@pytest.fixture
def greg(db):
    return Pupil.objects.create(name="Greg")


def test_an_empty_text_deletes(greg):
    notes.write(greg, {"a": "1", "b": "2"})
    notes.write(greg, {"a": ""})
    assert dict(greg.notes.values_list("key", "value")) == {"b": "2"}


def test_what_goes_over_the_bound_is_not_written_at_all(greg):
    notes.write(greg, {f"k{n}": "v" for n in range(notes.MAX_NOTES)})
    with pytest.raises(ValidationError):
        notes.write(greg, {"k0": "changed", "new": "v"})
    assert greg.notes.get(key="k0").value == "v"


@pytest.mark.parametrize("body", ["{", "[" * 100_000, b"\xff\xfe\x00", ""])
def test_what_is_no_json_is_told_in_french(body):
    with pytest.raises(ValidationError, match="ne comprend pas"):
        notes.parsed(body)
