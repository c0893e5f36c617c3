"""Wrong codes lock who tries them, for a minute: at the same name soonest, so that one pupil never locks a class."""

from contextlib import suppress

from django.conf import settings
from django.core.cache import cache

TRIES = 10  # wrong codes of an address for one name
ADDRESS_TRIES = 30  # of an address for all names
NAME_TRIES = 100  # for a name, from all addresses: more than one PC may spend on keeping its owner out
SHARED_FACTOR = 40  # where the whole class has one address
LOCKED_FOR = 60  # seconds, from the first wrong code

LOCKED = "Trop d’essais\u00a0: patientez une minute, ou demandez le code au professeur."


def begin(address, name):
    """Count one try, before the codes are compared. Return False for who is locked."""
    counts = [(counted(key), most) for key, most in limits(address, name).items()]
    return all(tries <= most for tries, most in counts)


def succeed(address, name):
    """A right code was no wrong try."""
    for key in limits(address, name):
        with suppress(ValueError):  # forgotten meanwhile
            cache.decr(key)


def limits(address, name):
    """{key in the cache: how many tries}."""
    pcs = SHARED_FACTOR if settings.SHARED_ADDRESS else 1
    return {
        cache_key(f"both {address} {name}"): TRIES,
        cache_key(f"address {address}"): ADDRESS_TRIES * pcs,
        cache_key(f"name {name}"): max(NAME_TRIES, ADDRESS_TRIES * pcs),
    }


def counted(key):
    cache.add(key, 0, timeout=LOCKED_FOR)
    try:
        return cache.incr(key)
    except ValueError:  # forgotten between the two lines: its minute was over
        cache.set(key, 1, timeout=LOCKED_FOR)
        return 1


def cache_key(subject):
    return f"pupils.tries.{subject.encode().hex()[:200]}"
