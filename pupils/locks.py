"""Wrong codes lock who tries them: the address and the name, each for a minute."""

from django.core.cache import cache

TRIES = 10
LOCKED_FOR = 60  # seconds

LOCKED = "Trop d’essais\u00a0: patientez une minute, ou demandez le code au professeur."


def is_locked(*subjects):
    return any(cache.get(key(subject), 0) >= TRIES for subject in subjects)


def count(*subjects):
    """One wrong try more for each subject; the minute begins anew."""
    for subject in subjects:
        cache.set(key(subject), cache.get(key(subject), 0) + 1, timeout=LOCKED_FOR)


def key(subject):
    return f"pupils.tries.{subject.encode().hex()[:200]}"
