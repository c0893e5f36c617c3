"""The PC: libraries, room on the disk and in memory, clock, other servers."""

import importlib.metadata
import shutil
import statistics
from datetime import UTC, datetime, timedelta

import psutil
from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Max
from packaging.requirements import Requirement

from chat.disk import RESERVE
from chat.models import Message
from classroom.models import Station
from nsi_site import processes
from nsi_site.diagnostic.finding import CAUTION, OK, TROUBLE, Finding

LEAST_MEMORY = 500 * 1024**2  # bytes
RELEASED = datetime(2026, 1, 1, tzinfo=UTC)  # no clock that is right is before this version of the site
TOLERANCE = timedelta(minutes=2)
QUORUM = 3  # PCs
SET_IT = "Remettez ce PC à l’heure (sa pile est peut-être usée) : cookies et dates en dépendent."


def libraries(circumstances):
    """Compare what is installed with `requirements.txt`."""
    wrong = [line for line in map(difference, pinned()) if line]
    if not wrong:
        return Finding(OK, "Bibliothèques", "Toutes sont installées, dans la bonne version.")
    advice = "Fermez le site et relancez-le par start.py, qui les installe."
    return Finding(TROUBLE, "Bibliothèques", " ".join(wrong), advice)


def pinned():
    """The Requirements that hold on this system."""
    text = (settings.BASE_DIR / "requirements.txt").read_text(encoding="utf-8")
    pins = (Requirement(line.rstrip("\\ ")) for line in text.splitlines() if "==" in line)
    return [pin for pin in pins if not pin.marker or pin.marker.evaluate()]


def difference(pin):
    """One sentence about a library that is missing or another version, else ""."""
    try:
        version = importlib.metadata.version(pin.name)
    except importlib.metadata.PackageNotFoundError:
        return f"{pin.name} manque."
    return "" if version in pin.specifier else f"{pin.name} est en version {version} ({pin.specifier} attendu)."


def disk(circumstances):
    """Room for messages, journals and copies of the database: with less the chat keeps nothing more."""
    free = shutil.disk_usage(settings.VAR_DIR).free
    what = f"Il reste {free / 1024**3:.1f} Go sur le disque de {settings.VAR_DIR}.".replace(".", ",", 1)
    if free >= RESERVE:
        return Finding(OK, "Disque", what)
    advice = "Videz la corbeille ou déplacez de gros fichiers : sans place, plus aucun message n’est gardé."
    return Finding(TROUBLE, "Disque", what, advice)


def memory(circumstances):
    """What the other programs leave to the site."""
    free = psutil.virtual_memory().available
    what = f"Il reste {free // 1024**2} Mo de mémoire sur ce PC."
    if free >= LEAST_MEMORY:
        return Finding(OK, "Mémoire", what)
    return Finding(CAUTION, "Mémoire", what, "Fermez d’autres programmes : sans mémoire, tout le PC devient très lent.")


def clock(circumstances):
    """Nothing that was stored can be later than now."""
    now = datetime.now(UTC)
    last = max([RELEASED, *last_moments()])
    what = f"Ce PC dit : {datetime.now():%d/%m/%Y, %H h %M}."
    if now + TOLERANCE >= last:
        return compared_with_pupils(what)
    return Finding(
        TROUBLE,
        "Horloge",
        f"{what} Mais le site a déjà vécu le {last.astimezone():%d/%m/%Y à %H h %M}.",
        SET_IT,
    )


def compared_with_pupils(what):
    """One of their clocks may be wrong, but hardly most of them in the same way."""
    gaps = list(Station.objects.exclude(clock=None).values_list("clock", flat=True))
    gap = timedelta(seconds=round(statistics.median(gaps))) if len(gaps) >= QUORUM else timedelta()
    if abs(gap) < TOLERANCE:
        return Finding(OK, "Horloge", what)
    late = "retarde" if gap > timedelta() else "avance"
    return Finding(CAUTION, "Horloge", f"{what} Il {late} de {abs(gap)} sur les postes de la salle.", SET_IT)


def last_moments():
    """When the database was last brought up to date and written to, as far as it answers."""
    tables = [(MigrationRecorder.Migration, "applied"), (Message, "sent_at")]
    known = set(connection.introspection.table_names())
    moments = [
        model.objects.aggregate(last=Max(field))["last"] for model, field in tables if model._meta.db_table in known
    ]
    return [moment for moment in moments if moment]


def several(circumstances):
    """Several processes of one folder know of each other by Redis alone."""
    numbers = processes.divided()
    if not numbers:
        return Finding(OK, "Processus", "Un seul serveur, ou plusieurs reliés par Redis.")
    return Finding(TROUBLE, "Processus", processes.sentence(numbers), processes.ADVICE)
