"""« À vous d’écrire »: the exercises of a step, wherever they are kept (LESSON_EXERCISES names the function)."""

from django.conf import settings
from django.utils.module_loading import import_string


def tasks(slugs):
    """The exercises of these slugs that exist, in this order.

    Each has a `slug`, a `title`, its `address`, its `solution` ({path: text}; `changed` are the files that it is about)
    and `trial`, the address where that solution can be changed at will.
    """
    every = import_string(settings.LESSON_EXERCISES)()
    # Of two of one slug, that of the lesson's own chain
    found = {exercise.slug: exercise for exercise in reversed(every)}
    return [found[slug] for slug in slugs if slug in found]
