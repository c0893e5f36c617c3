import pytest
from django.contrib.auth.models import User

from chat.models import Message, Room
from classroom import orders
from classroom.models import Seance
from pupils.models import Pupil


@pytest.fixture
def teacher(client, db):
    """A client, signed in as staff."""
    client.force_login(User.objects.create_user("prof", is_staff=True))
    return client


@pytest.fixture
def room(db):
    return Room.objects.get_or_create(slug="accueil", defaults={"title": "Accueil"})[0]


@pytest.fixture
def greg(db):
    return Pupil.objects.create(name="Greg", address="10.0.0.9")


@pytest.fixture
def say(room):
    """`say(text, **fields)`: a message in the room."""

    def say(text, **fields):
        number = room.messages.count() + 1
        return Message.objects.create(room=room, number=number, client_id=str(number), text=text, **fields)

    return say


@pytest.fixture
def carry_out():
    """`carry_out(name, target, value="")`: the target, after that order."""

    def carry_out(name, target, value=""):
        orders.find(name).carry_out(target, "prof", value)
        target.refresh_from_db()
        return target

    return carry_out


@pytest.fixture
def seance(db):
    seance = Seance.objects.create(title="Formulaires", steps=["liens"], exercises=["route"], is_open=True)
    Seance.objects.begin(seance)
    return seance
