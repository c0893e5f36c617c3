from datetime import timedelta

import pytest
from django.utils import timezone

from chat.models import Message, Room
from classroom import traffic
from classroom.models import Block
from pupils.models import Pupil

BUSY = {"address": "10.0.0.9", "connections": 40, "received": 4000, "own": False}
HERE = {"address": "127.0.0.1", "connections": 1, "received": 10, "own": True}


def two_addresses():
    return [BUSY, HERE]


@pytest.fixture(autouse=True)
def load(settings, db):
    settings.CLASSROOM_LOAD = f"{__name__}.two_addresses"


def test_each_address_comes_with_who_is_there_and_what_they_wrote_in_the_last_hour():
    Pupil.objects.create(name="Greg", address="10.0.0.9")
    Pupil.objects.create(name="Alice", address="10.0.0.9")
    room = Room.objects.get_or_create(slug="accueil", defaults={"title": "Accueil"})[0]
    for number, hours in enumerate((0, 0, 2), 1):
        at = timezone.now() - timedelta(hours=hours)
        Message.objects.create(room=room, number=number, client_id=f"{number}", address="10.0.0.9", sent_at=at)
    Block.objects.block("10.0.0.9", "prof")
    assert traffic.worst() == [
        BUSY | {"messages": 2, "names": "Alice, Greg", "blocked": True},
        HERE | {"messages": 0, "names": "", "blocked": False},
    ]


def test_the_worst_are_few(monkeypatch):
    monkeypatch.setattr(traffic, "SHOWN", 1)
    assert [row["address"] for row in traffic.worst()] == ["10.0.0.9"]
