"""What the chat must know of the pupils when it saves a message."""

from django.db.models import Q

from pupils.models import Pupil


def rulings(writers):
    """Why some may not write: {(claim, name): code}, codes as in the chat's errors.

    `writers`: (number of the claim or None, name as folded) each. One query for all, so a pupil who is muted is
    silent from the next message on.
    """
    claims, names = {claim for claim, _ in writers}, {name for _, name in writers}
    pupils = Pupil.objects.filter(Q(pk__in=claims - {None}) | Q(folded__in=names))
    numbers, owners = {pupil.pk: pupil for pupil in pupils}, {pupil.folded: pupil for pupil in pupils}
    codes = {writer: ruling(numbers.get(writer[0]), owners.get(writer[1])) for writer in writers}
    return {writer: code for writer, code in codes.items() if code}


def ruling(pupil, owner):
    """For one writer: the Pupil, and the Pupil whose name is used (None for nobody's)."""
    if pupil and (pupil.muted or pupil.blocked):
        return "muted"
    return "name_taken" if owner and owner != pupil else None
