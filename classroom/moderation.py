"""The orders about messages and rooms of the chat."""

from django.core.exceptions import ValidationError
from django.forms import modelform_factory

from chat.announcements import announce_removed, announce_reset, announce_room
from chat.forms import RoomAdminForm
from chat.models import Message, Room
from classroom.order import Order

SHOWN = 8  # messages named in the question
RoomTitle = modelform_factory(Room, form=RoomAdminForm, fields=["title"])  # by the rules of the admin's


# --- messages -------------------------------------------------------------------------------------------


def of_the_same(message):
    """The messages of whoever wrote this one: of the claim, or else under that name at that PC."""
    shown = Message.objects.filter(removed_at=None)
    if message.author:
        return shown.filter(author=message.author)
    return shown.filter(author=None, user_name=message.user_name, address=message.address)


def remove(messages, by):
    for key, numbers in messages.remove(by=by).items():
        announce_removed(key, numbers)


def quoted(messages):
    lines = [f"«\u00a0{message.text}\u00a0» ({message.room})" for message in messages.select_related("room")[:SHOWN]]
    more = messages.count() - len(lines)
    return [*lines, f"et {more} autre{'s' * (more > 1)}"] if more > 0 else lines


def only(message):
    return Message.objects.filter(pk=message.pk, removed_at=None)


# --- rooms ----------------------------------------------------------------------------------------------


def change(**fields):
    """Set fields of a room; its pages learn it."""

    def does(room, by, value):
        Room.objects.filter(pk=room.pk).update(**fields)
        room.refresh_from_db()
        announce_room(room)

    return does


def rename(room, by, value):
    form = RoomTitle({"title": value}, instance=room)
    if not form.is_valid():
        raise ValidationError(form.errors["title"].as_data())
    announce_room(form.save())


def empty(room, by, value):
    room.empty()
    announce_reset(room)


ORDERS = {
    "retirer": Order(
        Message,
        lambda message: f"Retirer un message de {message.user_name}",
        lambda message, by, value: remove(only(message), by),
        asks=True,
        shows=lambda message: quoted(only(message)),
    ),
    "retirer-tout": Order(
        Message,
        lambda message: f"Retirer tous les messages de {message.user_name} ({of_the_same(message).count()})",
        lambda message, by, value: remove(of_the_same(message), by),
        asks=True,
        shows=lambda message: quoted(of_the_same(message)),
    ),
    "fermer": Order(Room, lambda room: f"Fermer le salon «\u00a0{room}\u00a0»", change(closed=True)),
    "rouvrir": Order(Room, lambda room: f"Rouvrir le salon «\u00a0{room}\u00a0»", change(closed=False)),
    "silence": Order(Room, lambda room: f"Demander le silence dans «\u00a0{room}\u00a0»", change(muted=True)),
    "parole": Order(Room, lambda room: f"Rendre la parole dans «\u00a0{room}\u00a0»", change(muted=False)),
    "renommer": Order(Room, lambda room: f"Renommer le salon «\u00a0{room}\u00a0»", rename),
    "vider": Order(
        Room,
        lambda room: f"Vider le salon «\u00a0{room}\u00a0» ({room.messages.count()} messages effacés pour toujours)",
        empty,
        asks=True,
        shows=lambda room: quoted(room.messages.order_by("-number")),
    ),
}
