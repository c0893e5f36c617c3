"""Who may open a tunnel, and the first words to the tab: its address, and its QR code."""

from dataclasses import dataclass

import segno
from django.conf import settings
from django.http.request import split_domain_port
from django.utils.module_loading import import_string

from pupils.models import Pupil
from relay import opening
from relay.models import Server
from relay.slugs import server_of

NOBODY = "Prenez d’abord un pseudonyme, en haut de la page."
MUTED = "Le professeur vous a retiré la parole pour l’instant."
CLOSED = "Le professeur n’a pas ouvert « Chez » pour l’instant."
STOPPED = "Le professeur a fermé votre serveur aux autres."


@dataclass(frozen=True)
class Admitted:
    """Whose tunnel it is: number and slug of the Server; the claim, with the name and code that it had."""

    pk: int
    slug: str
    claim: int
    name: str
    code: str


def admit(claim):
    """(Admitted, "") or (None, the reason in French). Asks the database."""
    pupil = Pupil.objects.filter(pk=claim).first()
    if pupil is None:
        return None, NOBODY
    server = server_of(pupil)
    refusal = refusal_of(pupil, server, opening.is_open())
    if refusal:
        return None, refusal
    return Admitted(server.pk, server.slug, pupil.pk, pupil.name, pupil.code), ""


def refusal_of(pupil, server, is_open):
    """Why the pupil may not have a tunnel now, in French; "" when nothing is against it."""
    if not is_open:
        return CLOSED
    if pupil.muted or pupil.blocked:
        return MUTED
    return STOPPED if server.stopped else ""


def refusals(admitted):
    """{number of the Server: why it may stay open no longer}, for some that were admitted. Two queries."""
    is_open = opening.is_open()
    numbers = [each.pk for each in admitted]
    servers = {server.pk: server for server in Server.objects.filter(pk__in=numbers).select_related("pupil")}
    found = {}
    for each in admitted:
        server = servers.get(each.pk)
        same = server and (server.pupil.name, server.pupil.code) == (each.name, each.code)
        found[each.pk] = refusal_of(server.pupil, server, is_open) if same else NOBODY
    return {number: why for number, why in found.items() if why}


def words(scope, server):
    """The first message to the tab."""
    address = address_of(scope, server.slug)
    return {"type": "welcome", "slug": server.slug, "address": address, "qr": qr_code(address)}


def address_of(scope, slug):
    """On the site's own port, under the name that neighbours can type; it leads to the chez origin."""
    headers = dict(scope["headers"])
    name, port = split_domain_port(headers.get(b"host", b"").decode("latin-1"))
    host = next(iter(import_string(settings.CLASS_HOSTS)(name)), name)
    secure = "s" if settings.HTTPS else ""
    root = scope.get("root_path", "")
    return f"http{secure}://{host}{f':{port}' if port else ''}{root}/chez/{slug}/"


def qr_code(text):
    """As a `data:` address; dark on light whatever the theme, for every scanner reads that."""
    return segno.make(text, error="m").svg_data_uri(scale=6, border=3, dark="#000", light="#fff")
