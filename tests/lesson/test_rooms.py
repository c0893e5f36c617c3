import pytest

from chat.models import Room
from lesson.rooms import address

pytestmark = pytest.mark.django_db
VISITOR = "abcdef0123456789"


def room(text, visitor=VISITOR):
    return Room.objects.at(address(text, visitor).removeprefix("/chat/").removesuffix("?envoi=bouton"))


def test_each_visitor_has_a_room_that_is_not_in_the_list():
    own = room("/chat/{salon}?envoi=bouton")
    assert (own.title, own.listed) == ("Votre salon", False)


def test_the_second_room_is_another_one():
    assert room("/chat/{salon-2}").title == "Votre salon n°\u00a02"
    assert address("/chat/{salon-2}", VISITOR) != address("/chat/{salon}", VISITOR)


def test_coming_back_finds_the_same_room():
    assert address("/chat/{salon}", VISITOR) == address("/chat/{salon}", VISITOR)


def test_two_visitors_never_share_a_room():
    assert address("/chat/{salon}", VISITOR) != address("/chat/{salon}", "abcdef9876543210")


def test_the_address_does_not_tell_who_the_visitor_is():
    assert VISITOR not in address("/chat/{salon} /chat/{salon-2}", VISITOR)


def test_an_address_opens_no_room():
    assert address("/hello", VISITOR) == "/hello"
    address("/chat/{salon} /chat/{salon-2}", VISITOR)
    assert Room.objects.count() == 1
