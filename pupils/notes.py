"""What pages keep for a pupil: texts by key, as JSON from the browser."""

import json

from django.core.exceptions import ValidationError
from django.db import transaction

from pupils.models import Note
from pupils.projects import is_storable

MAX_NOTES = 400  # keys a pupil
MAX_KEY = Note._meta.get_field("key").max_length
MAX_VALUE = 8 * 1024  # characters
GARBLED = "Le serveur ne comprend pas ce qui lui est envoyé."


def parsed(body):
    """The value in a JSON text (str or bytes). Raises ValidationError."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise ValidationError(GARBLED) from None


@transaction.atomic
def write(pupil, given):
    """Write the notes given as `{key: text}`, leave the others; an empty text deletes. Raises ValidationError."""
    check(given)
    pupil.notes.filter(key__in=[key for key, value in given.items() if not value]).delete()
    for key, value in given.items():
        if value:
            Note.objects.update_or_create(pupil=pupil, key=key, defaults={"value": value})
    if pupil.notes.count() > MAX_NOTES:
        raise ValidationError("Trop de notes.")


def check(given):
    if not isinstance(given, dict) or not all(is_storable(text) for note in given.items() for text in note):
        raise ValidationError(GARBLED)
    if any(len(key) > MAX_KEY or len(value) > MAX_VALUE for key, value in given.items()):
        raise ValidationError("Cette note est trop longue.")
