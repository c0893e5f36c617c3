import pytest
from django.core.exceptions import ValidationError

from chat.models import Room
from classroom.models import Act
from classroom.order import Order, PlaceOrder


def test_what_was_ordered_is_kept_with_who_ordered_it(room):
    order = Order(Room, lambda room: f"Fermer {room}", lambda room, by, value: None)
    assert order.carry_out(order.target(room.pk), "mme-durand") == "Fermer Accueil"
    assert [(act.by, act.what) for act in Act.objects.all()] == [("mme-durand", "Fermer Accueil")]


def test_what_fails_is_not_kept(room):
    def fail(room, by, value):
        room.delete()
        raise ValidationError("Non.")

    with pytest.raises(ValidationError):
        Order(Room, str, fail).carry_out(room, "prof")
    assert Room.objects.filter(title="Accueil").exists()
    assert not Act.objects.exists()


def test_an_address_needs_no_row_and_must_be_one():
    order = PlaceOrder(None, str, None)
    assert order.target("10.0.0.9").pk is None
    with pytest.raises(ValidationError):
        order.target("ici")
