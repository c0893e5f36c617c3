import pytest

from chat.models import Room
from lesson.rooms import address

pytestmark = pytest.mark.django_db


def test_each_visitor_has_a_room_that_is_not_in_the_list():
    assert address("/chat/{salon}?envoi=bouton", "abcdef0123456789") == "/chat/lecon-abcdef0123456789?envoi=bouton"
    room = Room.objects.get(slug="lecon-abcdef0123456789")
    assert (room.title, room.listed) == ("Votre salon", False)


def test_the_second_room_is_another_one():
    assert address("/chat/{salon-2}", "abcdef0123456789") == "/chat/lecon-abcdef0123456789-2"


def test_coming_back_finds_the_same_room():
    addresses = {address("/chat/{salon}", "abcdef0123456789") for _ in range(3)}
    assert len(addresses) == 1
    assert Room.objects.filter(listed=False).count() == 1


def test_two_visitors_never_share_a_room():
    assert address("/chat/{salon}", "abcdef0123456789") != address("/chat/{salon}", "abcdef9876543210")


def test_an_address_without_a_room_opens_none():
    assert address("/hello", "abcdef0123456789") == "/hello"
    assert not Room.objects.filter(listed=False).exists()
