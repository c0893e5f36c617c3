"""The address of a pupil's server: readable, and never that of another one."""

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from relay.models import Server

RESERVED = {"ws", "preuve", "static"}
LONGEST = 40  # characters


def server_of(pupil):
    """The Server of a Pupil; its slug is chosen the first time and stays with the claim."""
    existing = Server.objects.filter(pupil=pupil).first()
    if existing:
        return existing
    for slug in candidates(pupil):
        try:
            with transaction.atomic():
                return Server.objects.create(pupil=pupil, slug=slug)
        except IntegrityError:
            continue  # somebody has it, or another request of this pupil was faster
    return Server.objects.get(pupil=pupil)


def candidates(pupil):
    """The name as an address; with the claim's number where that says nothing, is taken, or means something else.

    Not « greg-2 »: it would read like the address of somebody who calls himself so.
    """
    slug, numbered = slugify(pupil.name)[:LONGEST].strip("-_"), f"eleve-{pupil.pk}"
    if slug and slug not in RESERVED:
        yield slug
        yield f"{slug}-{numbered}"
    yield numbered
    yield f"{numbered}-{numbered}"
