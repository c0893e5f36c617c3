"""What the chat must know of the pupils when it saves a message."""

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from pupils.models import Pupil
from pupils.names import staff_names


def rulings(writers):
    """Why some may not write: {(claim, name, address): code}, codes as in the chat's errors.

    `writers`: (number of the claim or None, name as folded, address) each. Three queries for all, so a pupil who is
    muted is silent from the next message on.
    """
    claims, names = {claim for claim, _, _ in writers}, {name for _, name, _ in writers}
    pupils = Pupil.objects.filter(Q(pk__in=claims - {None}) | Q(folded__in=names))
    numbers, owners = {pupil.pk: pupil for pupil in pupils}, {pupil.folded: pupil for pupil in pupils}
    silent = silent_places()
    reserved = staff_names()
    codes = {
        (claim, name, place): ruling(numbers.get(claim), owners.get(name), name in reserved, place in silent)
        for claim, name, place in writers
    }
    return {writer: code for writer, code in codes.items() if code}


def silent_places():
    """The addresses at which somebody was muted lately. None where the class shares one."""
    if settings.SHARED_ADDRESS:
        return set()
    muted = Pupil.objects.filter(muted=True, muted_place__isnull=False, muted_until__gt=timezone.now())
    return set(muted.order_by().values_list("muted_place", flat=True))


def ruling(pupil, owner, is_staff_name, is_silent_place):
    """For one writer: the Pupil, and the Pupil whose name is used (None for nobody's)."""
    if is_silent_place or (pupil and (pupil.muted or pupil.blocked)):
        return "muted"
    if is_staff_name:
        return "name_reserved"
    return "name_taken" if owner and owner != pupil else None
