"""What the chat must know of the pupils when it saves a message."""

from django.db.models import Q

from pupils.models import Pupil
from pupils.names import staff_names


def rulings(writers):
    """Why some may not write: {(claim, name): code}, codes as in the chat's errors.

    `writers`: (number of the claim or None, name as folded) each. Two queries for all, so a pupil who is muted is
    silent from the next message on.
    """
    claims, names = {claim for claim, _ in writers}, {name for _, name in writers}
    pupils = Pupil.objects.filter(Q(pk__in=claims - {None}) | Q(folded__in=names))
    numbers, owners = {pupil.pk: pupil for pupil in pupils}, {pupil.folded: pupil for pupil in pupils}
    reserved = staff_names()
    codes = {(claim, name): ruling(numbers.get(claim), owners.get(name), name in reserved) for claim, name in writers}
    return {writer: code for writer, code in codes.items() if code}


def ruling(pupil, owner, is_staff_name):
    """For one writer: the Pupil, and the Pupil whose name is used (None for nobody's)."""
    if pupil and (pupil.muted or pupil.blocked):
        return "muted"
    if is_staff_name:
        return "name_reserved"
    return "name_taken" if owner and owner != pupil else None
