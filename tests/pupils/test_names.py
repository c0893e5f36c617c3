import pytest
from django.core.exceptions import ValidationError

from pupils import names


@pytest.mark.parametrize("name", ["Alice", "Éloïse B.", "李雷", "Anne-Marie", "O’Brien", "Zoé 2"])
def test_ordinary_names_may_be_claimed(db, name):
    names.check(name)


@pytest.mark.parametrize("name", ["prof", "Le Professeur", "s e r v e u r", "pr\u043ef", "prof\u2065", "a\u202eb"])
def test_reserved_and_deceiving_names_may_not(db, name):
    with pytest.raises(ValidationError):
        names.check(name)


@pytest.mark.parametrize("name", ["Martin", "martin.", "MMARTIN", "Mme Curie"])
def test_nobody_takes_the_name_of_a_staff_account(django_user_model, db, name):
    django_user_model.objects.create_user("mmartin", last_name="Martin", first_name="Mme", is_staff=True)
    django_user_model.objects.create_user("mcurie", first_name="Mme", last_name="Curie", is_staff=True)
    with pytest.raises(ValidationError, match="réservé"):
        names.check(name)


def test_a_pupil_s_own_account_is_not_staff(django_user_model, db):
    django_user_model.objects.create_user("bob")
    names.check("Bob")
