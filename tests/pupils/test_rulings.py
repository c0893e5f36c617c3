from datetime import timedelta

import pytest
from django.utils import timezone

from pupils.models import Pupil
from pupils.names import fold
from pupils.rulings import rulings, silent_places

HERE, THERE = "10.0.0.7", "10.0.0.8"


@pytest.fixture
def greg(db):
    return Pupil.objects.create(name="Greg")


def test_a_claimed_name_is_its_pupil_s_alone(greg):
    bob = Pupil.objects.create(name="Bob")
    mine, stranger, other = (greg.pk, fold("Greg"), HERE), (None, fold("GREG"), HERE), (bob.pk, fold("Grеg"), "")
    assert rulings({mine, stranger, other, (None, fold("Nathalie"), "")}) == {
        stranger: "name_taken",
        other: "name_taken",
    }


@pytest.mark.parametrize("state", ["muted", "blocked"])
def test_who_is_muted_or_blocked_may_not_write(greg, state):
    Pupil.objects.update(**{state: True})
    assert rulings({(greg.pk, greg.folded, HERE)}) == {(greg.pk, greg.folded, HERE): "muted"}


@pytest.mark.parametrize("name", ["Durand", "M. Durand", "Mme Durаnd", "Jean Durand", "J. Durand", "jdurand"])
def test_nobody_writes_under_a_teacher_s_name(greg, django_user_model, name):
    django_user_model.objects.create_user("jdurand", first_name="Jean", last_name="Durand", is_staff=True)
    writer = None, fold(name), HERE
    assert rulings({writer, (greg.pk, fold("Léa Durand"), HERE)}) == {writer: "name_reserved"}


def test_three_queries_answer_for_all(greg, django_assert_num_queries):
    with django_assert_num_queries(3):
        rulings({(None, f"name{n}", HERE) for n in range(50)} | {(greg.pk, greg.folded, HERE)})


def test_another_name_does_not_help_at_the_pc_of_who_was_muted(greg, settings):
    soon = timezone.now() + timedelta(minutes=1)
    Pupil.objects.update(muted=True, muted_place=HERE, muted_until=soon)
    nobody, elsewhere = (None, "zoe", HERE), (None, "zoe", THERE)
    assert rulings({nobody, elsewhere}) == {nobody: "muted"}
    assert silent_places() == {HERE}
    settings.SHARED_ADDRESS = True  # the whole class has it
    assert rulings({nobody}) == {}
    assert silent_places() == set()


@pytest.mark.parametrize("fields", [{"muted": False}, {"muted_until": timezone.now()}])
def test_the_pc_speaks_again_with_the_pupil_or_after_a_while(greg, fields):
    muted = {"muted": True, "muted_place": HERE, "muted_until": timezone.now() + timedelta(minutes=1)}
    Pupil.objects.update(**muted | fields)
    assert rulings({(None, "zoe", HERE)}) == {}
    assert silent_places() == set()
