"""The orders about pupils, and about the PCs where they sit."""

from django.utils import timezone

from chat.announcements import announce_shut_out
from chat.models import Message
from chat.people import THIS_PC
from classroom.archives import contents
from classroom.models import Block
from classroom.order import Order, PlaceOrder
from pupils.models import Pupil

SHOWN = 8  # names at a PC
SHUT_OUT = "Ses pages de chat se ferment, le site n’accepte plus rien de ce poste pendant une heure."


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
    return "" if address in THIS_PC else address


ORDERS = {
    "muet": Order(Pupil, lambda pupil: f"Retirer la parole à {pupil}", silence),
    "rendre-la-parole": Order(Pupil, lambda pupil: f"Rendre la parole à {pupil}", let_speak),
    "bloquer": Order(
        Pupil,
        lambda pupil: f"Bloquer {pupil} et son poste",
        shut_out,
        asks=True,
        shows=lambda pupil: [
            SHUT_OUT,
            f"Poste\u00a0: {last_address(pupil) or 'inconnu, seul le pseudonyme est bloqué'}",
        ],
    ),
    "debloquer": Order(Pupil, lambda pupil: f"Débloquer {pupil} et son poste", let_in),
    "bloquer-poste": PlaceOrder(
        Block,
        lambda block: f"Bloquer le poste {block}",
        shut_place,
        asks=True,
        shows=lambda block: [
            SHUT_OUT,
            f"Pseudonymes vus à ce poste\u00a0: {', '.join(names_at(block.address)) or 'aucun'}",
        ],
    ),
    "ouvrir-poste": Order(Block, lambda block: f"Débloquer le poste {block}", lambda block, by, value: block.delete()),
    "nouveau-code": Order(
        Pupil,
        lambda pupil: f"Donner un nouveau code à {pupil}",
        lambda pupil, by, value: pupil.renew_code(),
        asks=True,
        shows=lambda pupil: ["L’ancien code ne sert plus, ni le navigateur qui est entré avec lui. Son travail reste."],
    ),
    "liberer": Order(
        Pupil,
        lambda pupil: f"Libérer le pseudonyme {pupil}",
        lambda pupil, by, value: pupil.delete(),
        asks=True,
        shows=lambda pupil: [
            f"Effacés pour toujours\u00a0: {contents([pupil.pk])}.",
            "Le navigateur qui avait ce pseudonyme ne l’a plus\u00a0; un autre élève peut le prendre.",
        ],
    ),
}
