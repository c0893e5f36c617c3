"""Who is shut out for a while: asked by the site for the sockets of the chat, and for whatever changes something."""

from django.conf import settings

from classroom.models import Block

SENTENCE = "Le professeur a bloqué ce poste"


def blocked():
    """The addresses. Where the class shares one, nobody is shut out by it."""
    return set() if settings.SHARED_ADDRESS else set(Block.objects.now().values_list("address", flat=True))
