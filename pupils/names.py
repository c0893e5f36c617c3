"""Which names a pupil may claim. The rules for characters are the site's, named by the setting `NAME_RULES`."""

from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError

TAKEN = "Ce pseudonyme est déjà pris. Est-ce le vôtre\u00a0? Donnez son code. Sinon, choisissez-en un autre."
TITLES = ["", "M", "Mr", "Mme", "Mlle", "Monsieur", "Madame", "Mademoiselle"]  # before a teacher's name
RESERVED = "Ce pseudonyme est réservé au professeur."


def rules():
    """The module with `check(name)`, `fold(name)` and `is_reserved(name)`."""
    return import_module(settings.NAME_RULES)


def fold(name):
    """The form in which two names are the same to the eye: what is unique in the class."""
    return rules().fold(name)


def check(name):
    """Raise ValidationError, in French, for a name that nobody may claim."""
    rules().check(name)
    if rules().is_reserved(name) or fold(name) in staff_names():
        raise ValidationError(RESERVED, code="reserved")


def check_free(name, pupil=None):
    """Raise ValidationError, in French, for a name that may not be claimed, or that another pupil has."""
    from pupils.models import Pupil  # which folds its names by this module

    check(name)
    others = Pupil.objects.exclude(pk=pupil.pk) if pupil else Pupil.objects
    if others.filter(folded=fold(name)).exists():
        raise ValidationError(TAKEN, code="taken")


def staff_names():
    """What the staff's accounts are called, folded: « Durand », « J. Durand », « M. Durand »."""
    staff = get_user_model().objects.filter(is_staff=True)
    return {fold(name) for user in staff for name in names_of(user)}


def names_of(user):
    names = [user.username, user.get_full_name(), user.last_name, f"{user.first_name[:1]} {user.last_name}".strip()]
    return [f"{title} {name}".strip() for name in names if name for title in TITLES]
