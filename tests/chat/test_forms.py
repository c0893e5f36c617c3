import pytest
from django.core.cache import cache

from chat.forms import FormChatForm, RoomForm
from chat.models import Room

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


@pytest.mark.parametrize("title", ["", "   ", "a" * 61, "a\u202eb", "\u3164"])
def test_a_title_that_does_not_fit_is_explained(title):
    form = RoomForm({"title": title})
    assert not form.is_valid()
    assert "title" in form.errors


def test_there_is_an_end_to_the_number_of_rooms(monkeypatch):
    monkeypatch.setattr("chat.forms.MAX_ROOMS", 1)
    assert not RoomForm({"title": "Un de trop"}).is_valid()
    assert RoomForm({"title": "Accueil"}).is_valid()


@pytest.mark.parametrize(("shared", "most"), [(False, 6), (True, 240)])
def test_one_address_does_not_use_up_the_rooms(settings, monkeypatch, shared, most):
    monkeypatch.setattr("chat.forms.MAX_ROOMS", 1000)
    settings.SHARED_ADDRESS = shared
    cache.clear()
    opened = [RoomForm({"title": f"Salon {n}"}, address="10.0.0.66").is_valid() for n in range(most + 1)]
    assert opened == [True] * most + [False]
    refused = RoomForm({"title": "Un de plus"}, address="10.0.0.66")
    assert "Ce poste a déjà ouvert plusieurs salons" in str(refused.errors)
    assert RoomForm({"title": "Accueil"}, address="10.0.0.66").is_valid()
    assert RoomForm({"title": "Un de plus"}, address="10.0.0.1").is_valid()
    assert RoomForm({"title": "Un de plus"}).is_valid()


def test_the_first_chat_wants_a_name_and_a_message():
    assert FormChatForm({"nom": "Greg", "message": "coucou"}).is_valid()
    assert set(FormChatForm({"nom": " ", "message": "a\x00"}).errors) == {"nom", "message"}
