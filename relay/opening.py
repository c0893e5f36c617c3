"""« Chez » is closed until the teacher opens it, for the hours of a lesson; each server may be closed alone.

    opening.is_open()    opening.open()    opening.close()
    opening.close_one("greg")    opening.let_back("greg")

All may be called from a view. Tunnels that may stay open no longer are closed at once, in all processes.
"""

from datetime import timedelta

from asgiref.sync import async_to_sync
from django.utils import timezone

from relay import hints
from relay.models import Opening, Server

OPEN_FOR = timedelta(hours=8)


def is_open():
    return Opening.objects.filter(pk=1, open_until__gt=timezone.now()).exists()


def open():
    """Let the pupils open their servers to others. Who was closed alone before may open again."""
    Server.objects.filter(stopped=True).update(stopped=False)
    Opening.objects.update_or_create(pk=1, defaults={"open_until": timezone.now() + OPEN_FOR})
    look_again()


def close():
    """Close all servers to others."""
    Opening.objects.filter(pk=1).delete()
    look_again()


def close_one(slug):
    """Close one server, which can't be opened again until `let_back`; its last page is kept."""
    Server.objects.filter(slug=slug).update(stopped=True)
    look_again()


def let_back(slug):
    Server.objects.filter(slug=slug).update(stopped=False)
    look_again()


def look_again():
    """A hint only: every process looks by itself every two seconds."""
    async_to_sync(hints.announce)({"kind": "look"})
