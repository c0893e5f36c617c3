from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from chat.models import Message, Room
from classroom import orders
from classroom.models import Act, Block
from pupils.models import Pupil


@pytest.fixture
def room(db):
    return Room.objects.get_or_create(slug="accueil", defaults={"title": "Accueil"})[0]


@pytest.fixture
def greg(db):
    return Pupil.objects.create(name="Greg", address="10.0.0.9")


def say(room, text, **fields):
    number = room.messages.count() + 1
    return Message.objects.create(room=room, number=number, client_id=str(number), text=text, **fields)


def carry_out(name, target, value=""):
    orders.find(name).carry_out(target, "prof", value)
    target.refresh_from_db()
    return target


def test_all_of_one_author_is_by_the_claim_or_by_name_and_pc(room, greg):
    by_claim = say(room, "a", user_name="Greg", author=greg.pk)
    say(room, "b", user_name="autre nom", author=greg.pk)
    by_name = say(room, "c", user_name="Zoé", address="10.0.0.8")
    say(room, "d", user_name="Zoé", address="10.0.0.7")
    assert [message.text for message in orders.of_the_same(by_claim)] == ["a", "b"]
    assert [message.text for message in orders.of_the_same(by_name)] == ["c"]


@pytest.mark.parametrize(
    ("name", "field", "value"),
    [("fermer", "closed", True), ("silence", "muted", True), ("renommer", "title", "Salle 12")],
)
def test_a_room_is_closed_silenced_renamed(room, name, field, value):
    assert getattr(carry_out(name, room, "Salle 12"), field) == value


def test_a_title_that_will_not_do_changes_nothing(room):
    with pytest.raises(ValidationError):
        orders.find("renommer").carry_out(room, "prof", "")
    assert not Act.objects.exists()


def test_two_rooms_never_have_the_same_title(room):
    Room.objects.create(title="Les élèves")
    with pytest.raises(ValidationError, match="déjà ce titre"):
        orders.find("renommer").carry_out(room, "prof", "LES ELEVES")
    assert carry_out("renommer", room, "  Salle\t12 ").title == "Salle 12"
    assert not Act.objects.exclude(what__startswith="Renommer").exists()


def test_a_room_is_emptied(room):
    say(room, "a", user_name="Zoé")
    assert carry_out("vider", room).last_number == 0
    assert not Message.objects.exists()


def test_a_pupil_is_silenced_and_may_speak_again(greg):
    muted = carry_out("muet", greg)
    assert muted.muted
    assert muted.muted_place == "10.0.0.9"
    assert timezone.now() < muted.muted_until < timezone.now() + timedelta(hours=2)
    free = carry_out("rendre-la-parole", greg)
    assert (free.muted, free.muted_place) == (False, None)


def test_a_pupil_is_shut_out_with_the_pc_where_they_wrote_last(room, greg):
    say(room, "a", user_name="Greg", author=greg.pk, address="10.0.0.7")
    assert carry_out("bloquer", greg).blocked
    assert [block.address for block in Block.objects.now()] == ["10.0.0.7"]
    assert not carry_out("debloquer", greg).blocked
    assert not Block.objects.now().exists()


def test_the_teacher_s_own_pc_is_never_blocked(greg):
    Pupil.objects.filter(pk=greg.pk).update(address="127.0.0.1")
    greg.refresh_from_db()
    carry_out("bloquer", greg)
    assert not Block.objects.exists()


def test_a_pc_is_blocked_by_its_address_whoever_sits_there(room, greg):
    say(room, "a", user_name="Zoé", address="10.0.0.9")
    order = orders.find("bloquer-poste")
    place = order.target("10.0.0.9")
    assert order.shows(place)[1].endswith("Greg, Zoé")
    order.carry_out(place, "prof")
    assert [(block.address, block.by) for block in Block.objects.now()] == [("10.0.0.9", "prof")]
    with pytest.raises(ValidationError):
        order.target("ici")


def test_each_order_says_what_it_does(room, greg):
    message = say(room, "a", user_name="Greg", author=greg.pk)
    targets = {Message: message, Room: room, Pupil: greg, Block: Block.objects.block("10.0.0.9", "prof")}
    for name, order in orders.ORDERS.items():
        target = targets[order.model]
        assert order.says(target)[0].isupper(), name
        assert not order.asks or order.shows(target), name
