"""« À vous d’écrire »: the exercises of a step, wherever they are kept (LESSON_EXERCISES names the function)."""

from django.conf import settings
from django.utils.module_loading import import_string


def tasks(slugs):
    """The exercises of these slugs that exist, in this order; each has a `slug` and a `title`."""
    found = {exercise.slug: exercise for exercise in import_string(settings.LESSON_EXERCISES)()}
    return [found[slug] for slug in slugs if slug in found]
