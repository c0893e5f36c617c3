"""What pages keep for a pupil: texts by key, as JSON from the browser."""

import json

from django.core.exceptions import ValidationError
from django.db import transaction

from pupils.models import Note
from pupils.projects import is_storable

MAX_NOTES = 400  # keys a pupil
MAX_KEY = Note._meta.get_field("key").max_length
MAX_VALUE = 48 * 1024  # bytes, as UTF-8: all that a pupil wrote in words is one note
MAX_NOTEBOOK = 512 * 1024  # bytes of a pupil's notes together
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
    texts = list(pupil.notes.values_list("value", flat=True))
    if len(texts) > MAX_NOTES or sum(len(text.encode()) for text in texts) > MAX_NOTEBOOK:
        raise ValidationError("Trop de notes.")


def check(given):
    if not isinstance(given, dict) or not all(is_storable(text) for note in given.items() for text in note):
        raise ValidationError(GARBLED)
    if any(len(key) > MAX_KEY or len(value.encode()) > MAX_VALUE for key, value in given.items()):
        raise ValidationError("Cette note est trop longue.")
