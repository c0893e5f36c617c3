import io

import pytest
from django.core.management import CommandError, call_command

from nsi_site import teacher
from nsi_site.management.commands import mot_de_passe

pytestmark = pytest.mark.django_db
GOOD = "cheval pile agrafe"


@pytest.fixture
def prof(django_user_model):
    return django_user_model.objects.create_superuser("prof", password="avant")


@pytest.fixture
def change(monkeypatch, prof):
    """`change(*typed)`: run the command as somebody who types these; return what it said."""

    def change(*typed):
        answers = iter(typed)
        monkeypatch.setattr(mot_de_passe, "getpass", lambda prompt: next(answers))
        said = io.StringIO()
        call_command("mot_de_passe", stdout=said)
        prof.refresh_from_db()
        return said.getvalue()

    return change


def test_the_new_one_counts_and_the_hidden_typing_is_announced(change, prof):
    said = change(GOOD, GOOD)
    assert "Rien ne s’affiche pendant la frappe" in said
    assert prof.check_password(GOOD)


def test_the_note_with_the_first_one_goes(change, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    note = teacher.write_down("avant", tmp_path)
    change(GOOD, GOOD)
    assert not note.exists()


def test_a_weak_one_and_two_different_ones_are_asked_for_again_in_french(change, prof):
    said = change("123", GOOD, "autre chose", GOOD, GOOD)
    assert "Ce mot de passe est trop court" in said
    assert "Les deux ne sont pas pareils" in said
    assert prof.check_password(GOOD)


def test_after_three_tries_or_ctrl_c_the_old_one_stays(change, prof, monkeypatch):
    with pytest.raises(CommandError, match="Rien n’a été changé"):
        change("123", "123", "123")

    def interrupted(prompt):
        raise KeyboardInterrupt

    monkeypatch.setattr(mot_de_passe, "getpass", interrupted)
    with pytest.raises(CommandError, match="Rien n’a été changé"):
        call_command("mot_de_passe", stdout=io.StringIO())
    prof.refresh_from_db()
    assert prof.check_password("avant")


def test_the_account_may_be_named(monkeypatch, django_user_model):
    django_user_model.objects.create_user("martin", is_staff=True)
    monkeypatch.setattr(mot_de_passe, "getpass", lambda prompt: GOOD)
    call_command("mot_de_passe", "martin", stdout=io.StringIO())
    assert django_user_model.objects.get(username="martin").check_password(GOOD)
