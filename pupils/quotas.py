"""How many new names an address may claim: enough for a shared PC, too few to take the names of a class."""

import logging
from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from pupils.models import Door, Pupil

logger = logging.getLogger("pupils")

PER_HOUR = 3  # new names from one address
OPEN_FOR = timedelta(minutes=10)
TIMES_THE_CLASS = 2  # new names in all while the door is open
SHARED_FACTOR = 40  # where the whole class has one address
HINT_AFTER = 5  # refused browsers of one address, before the console tells what that may mean

SHARED = "pupils.shared"  # the cache's key

BY_LIST = (
    "Le professeur a déjà inscrit la classe\u00a0: reprenez le pseudonyme qu’il vous a donné, avec son code, "
    "sous «\u00a0Reprendre le mien\u00a0»."
)
TOO_MANY = (
    "Trop de nouveaux pseudonymes viennent de ce poste\u00a0: reprenez le vôtre avec son code, "
    "ou demandez au professeur d’ouvrir l’entrée."
)


def open_door():
    """Let the class in: for ten minutes names are not counted by address. Return the moment when it closes."""
    until = timezone.now() + OPEN_FOR
    Door.objects.update_or_create(pk=1, defaults={"open_until": until})
    return until


def door_closes_at():
    """The moment when the door closes, None when it is closed."""
    door = Door.objects.filter(pk=1, open_until__gt=timezone.now()).first()
    return door and door.open_until


def keep_to_list(wanted):
    """From now on give no new name, but while the door is opened again; or give them to everybody."""
    Door.objects.update_or_create(pk=1, defaults={"by_list": wanted, "open_until": None})


def is_by_list():
    """Whether only those enter whose names the teacher wrote down."""
    return Door.objects.filter(pk=1, by_list=True).exists() and door_closes_at() is None


def allows(address):
    """Whether a new name may be given to a browser at `address`."""
    given, most = counted(address)
    return given < most


def is_exceeded(address):
    given, most = counted(address)
    return given > most


def counted(address):
    """(names given lately, how many may be): of the address, or of the class while the door is open."""
    closes_at = door_closes_at()
    if closes_at:
        new = Pupil.objects.filter(created_at__gte=closes_at - OPEN_FOR)
        return new.count(), TIMES_THE_CLASS * settings.CLASS_SIZE
    new = Pupil.objects.filter(address=address, created_at__gte=timezone.now() - timedelta(hours=1))
    return new.count(), PER_HOUR * (SHARED_FACTOR if settings.SHARED_ADDRESS else 1)


def refused(address, browser):
    """Remember a refusal; when many browsers of one address meet it, tell the console what to do."""
    key = f"pupils.refused.{address}"
    before = cache.get(key, set())
    browsers = before if len(before) >= HINT_AFTER else before | {browser}
    cache.set(key, browsers, timeout=3600)
    if len(before) < len(browsers) == HINT_AFTER:
        cache.set(SHARED, shared_addresses() | {address}, timeout=3600)
        logger.warning(
            "%d navigateurs refusés à l’adresse %s : si toute la classe passe par elle, ouvrez l’entrée "
            "(page des élèves) ou relancez avec SHARED_ADDRESS=1",
            HINT_AFTER,
            address,
        )


def shared_addresses():
    """Where many browsers were refused in the last hour: the whole class may be behind each of them."""
    return cache.get(SHARED, set())


def forget_addresses():
    """An address serves to count the names of an hour; a day later it is of no use any more."""
    yesterday = timezone.now() - timedelta(days=1)
    Pupil.objects.filter(created_at__lt=yesterday, address__isnull=False).update(address=None)
    Pupil.objects.filter(muted_until__lt=timezone.now()).update(muted_place=None, muted_until=None)
