"""What the teacher may order at the desk. Each order says what it will do, does it, and is kept as an Act.

One that destroys something or shuts somebody out asks first.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import modelform_factory
from django.shortcuts import get_object_or_404
from django.utils import timezone

from chat.announcements import announce_removed, announce_reset, announce_room, announce_shut_out
from chat.forms import RoomAdminForm
from chat.models import Message, Room
from classroom.models import Act, Block
from pupils.models import Pupil

SHOWN = 8  # messages named in the question
RoomTitle = modelform_factory(Room, form=RoomAdminForm, fields=["title"])  # by the rules of the admin's


@dataclass(frozen=True)
class Order:
    """`says(target)`: the sentence, kept as the Act. `shows(target)`: the lines that the question adds to it."""

    model: type
    says: callable
    does: callable
    asks: bool = False
    shows: callable = lambda target: []

    def target(self, key):
        return get_object_or_404(self.model, pk=key)

    def carry_out(self, target, by, value=""):
        """Raises ValidationError where `value` will not do."""
        what = self.says(target)
        with transaction.atomic():
            self.does(target, by, value)
            Act.objects.create(by=by, what=what)
        return what


class PlaceOrder(Order):
    """An order about an address: it need not be blocked yet."""

    def target(self, key):
        block = Block(address=key, until=timezone.now())
        block.clean_fields(exclude=["by"])
        return block


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


# --- people ---------------------------------------------------------------------------------------------


def silence(pupil, by, value):
    """The pupil, and for a while whoever writes where they sit: another name does not help."""
    place, until = last_address(pupil) or None, timezone.now() + Block.LASTS
    Pupil.objects.filter(pk=pupil.pk).update(muted=True, muted_place=place, muted_until=until)


def let_speak(pupil, by, value):
    Pupil.objects.filter(pk=pupil.pk).update(muted=False, muted_place=None, muted_until=None)


def shut_out(pupil, by, value):
    """The pupil, and the PC they sit at for an hour: another name does not help."""
    Pupil.objects.filter(pk=pupil.pk).update(blocked=True)
    address = last_address(pupil)
    if address:
        Block.objects.block(address, by)
    announce_shut_out(address, pupil.pk)


def let_in(pupil, by, value):
    Pupil.objects.filter(pk=pupil.pk).update(blocked=False)
    Block.objects.filter(address=last_address(pupil)).delete()


def shut_place(block, by, value):
    """The PC alone, whoever sits there."""
    Block.objects.block(block.address, by)
    announce_shut_out(block.address, None)


def names_at(address):
    """Who took a name or wrote there."""
    claimed = Pupil.objects.filter(address=address).values_list("name", flat=True)
    wrote = Message.objects.filter(address=address).values_list("user_name", flat=True)
    return sorted({*claimed, *wrote})[:SHOWN]


def last_address(pupil):
    """Where a pupil wrote last, or took the name; "" when it is forgotten, or this PC's own."""
    last = Message.objects.filter(author=pupil.pk).exclude(address="").order_by("-sent_at").first()
    address = last.address if last else pupil.address or ""
    return "" if address in ("127.0.0.1", "::1") else address


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
    "muet": Order(Pupil, lambda pupil: f"Retirer la parole à {pupil}", silence),
    "rendre-la-parole": Order(Pupil, lambda pupil: f"Rendre la parole à {pupil}", let_speak),
    "bloquer": Order(
        Pupil,
        lambda pupil: f"Bloquer {pupil} et son poste",
        shut_out,
        asks=True,
        shows=lambda pupil: [
            "Ses pages de chat se ferment, le site n’accepte plus rien de ce poste pendant une heure.",
            f"Poste\u00a0: {last_address(pupil) or 'inconnu, seul le pseudonyme est bloqué'}",
        ],
    ),
    "bloquer-poste": PlaceOrder(
        Block,
        lambda block: f"Bloquer le poste {block}",
        shut_place,
        asks=True,
        shows=lambda block: [
            "Ses pages de chat se ferment, le site n’accepte plus rien de ce poste pendant une heure.",
            f"Pseudonymes vus à ce poste\u00a0: {', '.join(names_at(block.address)) or 'aucun'}",
        ],
    ),
    "ouvrir-poste": Order(Block, lambda block: f"Débloquer le poste {block}", lambda block, by, value: block.delete()),
    "debloquer": Order(Pupil, lambda pupil: f"Débloquer {pupil} et son poste", let_in),
}


def find(name):
    """The Order of that name. Raises ValidationError."""
    try:
        return ORDERS[name]
    except KeyError:
        raise ValidationError("Cet ordre n’existe pas.") from None
