import pytest

from chat.forms import FormChatForm, RoomForm
from chat.models import Room
from chat.people import Person

pytestmark = pytest.mark.django_db


def test_a_title_in_french_opens_a_room():
    form = RoomForm({"title": " Salon des élèves "})
    assert form.is_valid()
    room = form.save()
    assert (room.title, room.slug) == ("Salon des élèves", "salon-des-eleves")


def test_a_title_that_exists_leads_to_its_room():
    form = RoomForm({"title": "ACCUEIL"})
    assert form.is_valid()
    assert form.save() == Room.objects.get()


@pytest.mark.parametrize("title", ["Salon des élèves", "SALON DES ÉLÈVES", "salon des eleves", "Salon des  Élèves"])
def test_a_title_that_differs_by_case_accents_or_spaces_is_the_same(title):
    room = Room.objects.open("Salon des élèves")
    form = RoomForm({"title": title})
    assert form.is_valid()
    assert form.save() == room


def test_a_room_out_of_the_list_is_not_found_by_its_title():
    Room.objects.create(title="Conseil de classe", listed=False)
    form = RoomForm({"title": "conseil de CLASSE"})
    assert "Ce titre est déjà pris" in str(form.errors)


@pytest.mark.parametrize("title", ["", "   ", "a" * 61, "a\u202eb", "\u3164"])
def test_a_title_that_does_not_fit_is_explained(title):
    form = RoomForm({"title": title})
    assert not form.is_valid()
    assert "title" in form.errors


def test_there_is_an_end_to_the_number_of_rooms_but_for_the_teacher(settings):
    settings.CHAT_MAX_ROOMS = 1
    assert not RoomForm({"title": "Un de trop"}, person=Person("10.0.0.1")).is_valid()
    assert RoomForm({"title": "Accueil"}, person=Person("10.0.0.1")).is_valid()
    assert RoomForm({"title": "Un de trop"}).is_valid()


def test_one_address_does_not_use_up_the_rooms():
    attacker = Person("10.0.0.66")
    opened = [RoomForm({"title": f"Salon {n}"}, person=attacker).is_valid() for n in range(4)]
    assert opened == [True] * 3 + [False]
    refused = RoomForm({"title": "Un de plus"}, person=attacker)
    assert "Ce poste a déjà ouvert plusieurs salons" in str(refused.errors)
    assert RoomForm({"title": "Accueil"}, person=attacker).is_valid()
    assert RoomForm({"title": "Un de plus"}, person=Person("10.0.0.1")).is_valid()
    assert RoomForm({"title": "Un de plus"}).is_valid()


def test_the_first_chat_wants_a_name_and_a_message():
    assert FormChatForm({"nom": "Greg", "message": "coucou"}).is_valid()
    assert set(FormChatForm({"nom": " ", "message": "a\x00"}).errors) == {"nom", "message"}
