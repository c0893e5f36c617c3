"""All that the teacher may order at the desk."""

from django.core.exceptions import ValidationError

from classroom import moderation, people, seances

ORDERS = moderation.ORDERS | people.ORDERS | seances.ORDERS


def find(name):
    """The Order of that name. Raises ValidationError."""
    try:
        return ORDERS[name]
    except KeyError:
        raise ValidationError("Cet ordre n’existe pas.") from None
