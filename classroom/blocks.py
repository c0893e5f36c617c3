"""Who is shut out for a while: asked by the site for each socket of the chat, and for whatever changes something."""

from django.conf import settings

from classroom.models import Block

SENTENCE = "Le professeur a bloqué ce poste"


def is_blocked(address):
    """Where the class shares one address, nobody is shut out by it."""
    return not settings.SHARED_ADDRESS and Block.objects.now().filter(address=address).exists()
