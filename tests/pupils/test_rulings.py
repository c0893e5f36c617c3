import pytest

from pupils.models import Pupil
from pupils.names import fold
from pupils.rulings import rulings


@pytest.fixture
def greg(db):
    return Pupil.objects.create(name="Greg")


def test_a_claimed_name_is_its_pupil_s_alone(greg):
    bob = Pupil.objects.create(name="Bob")
    mine, stranger, other = (greg.pk, fold("Greg")), (None, fold("GREG")), (bob.pk, fold("Grеg"))
    assert rulings({mine, stranger, other, (None, fold("Nathalie"))}) == {stranger: "name_taken", other: "name_taken"}


@pytest.mark.parametrize("state", ["muted", "blocked"])
def test_who_is_muted_or_blocked_may_not_write(greg, state):
    Pupil.objects.update(**{state: True})
    assert rulings({(greg.pk, greg.folded)}) == {(greg.pk, greg.folded): "muted"}


@pytest.mark.parametrize("name", ["Durand", "M. Durand", "Mme Durаnd", "Jean Durand", "J. Durand", "jdurand"])
def test_nobody_writes_under_a_teacher_s_name(greg, django_user_model, name):
    django_user_model.objects.create_user("jdurand", first_name="Jean", last_name="Durand", is_staff=True)
    assert rulings({(None, fold(name)), (greg.pk, fold("Léa Durand"))}) == {(None, fold(name)): "name_reserved"}


def test_two_queries_answer_for_all(greg, django_assert_num_queries):
    with django_assert_num_queries(2):
        rulings({(None, f"name{n}") for n in range(50)} | {(greg.pk, greg.folded)})
