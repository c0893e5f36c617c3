"""A new class: all that belongs to the one that leaves is put away in a file, and may be brought back."""

import gzip
from pathlib import Path

from django.conf import settings
from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from chat.announcements import announce_reset
from chat.models import Message, Room, new_epoch
from classroom.models import ExtraTime, HandIn, Remark
from pupils import quotas
from pupils.models import Note, Pupil, Version
from relay.models import Server

# In the order in which they may be brought back. Rooms stay, emptied.
KEPT = [Pupil, Note, Version, Server, Message, HandIn, Remark, ExtraTime]


def folder():
    return Path(settings.VAR_DIR) / "archives"


def all_archives():
    """The files, the latest first."""
    return sorted(folder().glob("classe-*.jsonl.gz"), reverse=True)


def find(name):
    """The file of that name. Raises ValidationError."""
    for path in all_archives():
        if path.name == name:
            return path
    raise ValidationError("Cette archive n’existe pas.")


def contents(pupils=None):
    """What is kept of these pupils, by default the whole class: « 1 élève, 2 messages, 0 travail rendu… »."""
    is_theirs, is_by_them = ({"pupil__in": pupils}, {"author__in": pupils}) if pupils else ({}, {})
    found = [
        (len(pupils) if pupils else Pupil.objects.count(), "élève", "élèves"),
        (Message.objects.filter(**is_by_them).count(), "message", "messages"),
        (HandIn.objects.filter(**is_theirs).count(), "travail rendu", "travaux rendus"),
        (Version.objects.filter(**is_theirs).count(), "version de projet", "versions de projets"),
    ]
    return ", ".join(f"{count} {one if count < 2 else many}" for count, one, many in found)


def put_away():
    """Write the class into a file, then empty the site of it. Returns the file, None where there was nothing."""
    with transaction.atomic():
        rooms = list(Room.objects.select_for_update().filter(kept_until=None))
        objects = [item for model in KEPT for item in model.objects.order_by("pk").iterator()]
        if not objects:
            return None
        folder().mkdir(parents=True, exist_ok=True)
        path = folder() / f"classe-{timezone.localtime():%Y-%m-%d-%H%M%S-%f}.jsonl.gz"
        with gzip.open(path, "xt", encoding="utf-8") as file:
            serializers.serialize("jsonl", objects, stream=file)
        for model in reversed(KEPT):
            model.objects.all()._raw_delete(model.objects.db)  # without the farewells of each pupil's records
        for room in rooms:
            begin_again(room, 0)
        quotas.keep_to_list(False)  # the next class has no list yet
    return path


def bring_back(path):
    """Put the class that is here away, and the one of this file in its place."""
    with transaction.atomic():
        put_away()
        rooms = set(Room.objects.values_list("pk", flat=True))
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for item in serializers.deserialize("jsonl", file, ignorenonexistent=True):
                if not isinstance(item.object, Message) or item.object.room_id in rooms:
                    item.save()
        for room in Room.objects.filter(kept_until=None):
            last = room.messages.order_by("-number").first()
            begin_again(room, last.number if last else 0)


def begin_again(room, last_number):
    Room.objects.filter(pk=room.pk).update(epoch=new_epoch(), last_number=last_number)
    room.refresh_from_db()
    announce_reset(room)
