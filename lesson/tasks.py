"""« À vous d’écrire »: the exercises of a step, wherever they are kept (LESSON_EXERCISES names the function)."""

from django.conf import settings
from django.utils.module_loading import import_string


def tasks(slugs):
    """The exercises of these slugs that exist, in this order; each has a `slug`, a `title` and an `address`."""
    every = import_string(settings.LESSON_EXERCISES)()
    found = {
        exercise.slug: exercise for exercise in reversed(every)
    }  # of two of one slug, that of the lesson's own chain
    return [found[slug] for slug in slugs if slug in found]
