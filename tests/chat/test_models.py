import pytest
from django.db import IntegrityError

from chat.models import Message, Room

pytestmark = pytest.mark.django_db


@pytest.fixture
def room():
    return Room.objects.create(title="Salon des élèves")


def write(room, *texts):
    for text in texts:
        room.last_number += 1
        Message.objects.create(room=room, number=room.last_number, client_id=f"{room.last_number}", text=text)
    room.save()


def test_everybody_arrives_in_a_room_that_exists_from_the_start():
    assert Room.objects.get(slug="accueil").title == "Accueil"


def test_a_title_gives_an_ascii_address(room):
    assert room.slug == "salon-des-eleves"
    assert room.get_absolute_url() == "/chat/salon-des-eleves"
    assert str(room) == "Salon des élèves"


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Salon des eleves", "salon-des-eleves-2"),
        ("Formulaire", "formulaire-2"),
        ("日本", "salon"),
        ("é" * 60, "e" * 50),
    ],
)
def test_addresses_never_collide(room, title, slug):
    assert Room.objects.create(title=title).slug == slug


def test_opening_a_room_looks_again_when_its_address_was_taken_meanwhile(room, monkeypatch):
    slugs = iter(["salon-des-eleves", "autre"])
    monkeypatch.setattr("chat.models.free_slug", lambda title: next(slugs))
    assert Room.objects.open("Salon des élèves").slug == "autre"


def test_a_number_and_an_id_serve_once_in_a_room(room):
    write(room, "a")
    with pytest.raises(IntegrityError):
        Message.objects.create(room=room, number=1, client_id="other")


def test_pages_are_in_the_order_of_numbers(room):
    write(room, *"abcdef")
    assert [m.text for m in room.messages.after(2, 3)] == ["c", "d", "e"]
    assert [m.text for m in room.messages.before(5, 3)] == ["b", "c", "d"]


def test_removing_blanks_the_text_and_keeps_the_number(room):
    write(room, "gros mot")
    message = room.messages.get()
    message.remove()
    message.refresh_from_db()
    assert (message.number, message.text) == (1, "")
    assert message.removed_at is not None
    assert str(message) == "Salon des élèves n° 1"


def test_emptying_starts_again_under_a_new_epoch(room):
    write(room, "a", "b")
    epoch = room.epoch
    room.empty()
    room.refresh_from_db()
    assert (room.last_number, room.messages.count()) == (0, 0)
    assert room.epoch != epoch
