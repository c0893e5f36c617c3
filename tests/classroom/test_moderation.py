import pytest
from django.core.exceptions import ValidationError

from chat.models import Message, Room
from classroom import moderation, orders
from classroom.models import Act


def test_all_of_one_author_is_by_the_claim_or_by_name_and_pc(say, greg):
    by_claim = say("a", user_name="Greg", author=greg.pk)
    say("b", user_name="autre nom", author=greg.pk)
    by_name = say("c", user_name="Zoé", address="10.0.0.8")
    say("d", user_name="Zoé", address="10.0.0.7")
    assert [message.text for message in moderation.of_the_same(by_claim)] == ["a", "b"]
    assert [message.text for message in moderation.of_the_same(by_name)] == ["c"]


@pytest.mark.parametrize(
    ("name", "field", "value"),
    [("fermer", "closed", True), ("silence", "muted", True), ("renommer", "title", "Salle 12")],
)
def test_a_room_is_closed_silenced_renamed(carry_out, room, name, field, value):
    assert getattr(carry_out(name, room, "Salle 12"), field) == value


def test_a_title_that_will_not_do_changes_nothing(room):
    with pytest.raises(ValidationError):
        orders.find("renommer").carry_out(room, "prof", "")
    assert not Act.objects.exists()


def test_two_rooms_never_have_the_same_title(room, carry_out):
    Room.objects.create(title="Les élèves")
    with pytest.raises(ValidationError, match="déjà ce titre"):
        orders.find("renommer").carry_out(room, "prof", "LES ELEVES")
    assert carry_out("renommer", room, "  Salle\t12 ").title == "Salle 12"
    assert not Act.objects.exclude(what__startswith="Renommer").exists()


def test_a_room_is_emptied(room, say, carry_out):
    say("a", user_name="Zoé")
    assert carry_out("vider", room).last_number == 0
    assert not Message.objects.exists()
