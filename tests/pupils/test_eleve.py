import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from pupils.models import Note, Pupil


def run(*arguments):
    out = StringIO()
    call_command("eleve", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def greg(db):
    greg = Pupil.objects.create(name="Greg")
    Note.objects.create(pupil=greg, key="k", value="v")
    return greg


def test_a_pupil_s_data_is_shown_whatever_the_case_of_the_name(greg):
    assert json.loads(run("gREG", "--exporter"))["notes"] == {"k": "v"}


def test_it_is_erased_whole(greg):
    assert "effacés" in run("Greg", "--effacer")
    assert not Pupil.objects.exists()
    assert not Note.objects.exists()


def test_nobody_of_that_name_is_said_in_french(db):
    with pytest.raises(CommandError, match="Personne ne s’appelle « Zoé »"):
        run("Zoé", "--exporter")
