"""The database: whether it can be written, now, by really writing."""

from django.contrib.sessions.models import Session
from django.db import DatabaseError, connections, transaction
from django.utils import timezone

from nsi_site.diagnostic.finding import OK, TROUBLE, Finding

PATIENCE = 2000  # milliseconds
CAUSES = {
    "readonly": (
        "Elle est en lecture seule.",
        "Vérifiez les droits du dossier var (clé USB protégée, dossier d’un autre compte), puis relancez le site.",
    ),
    "locked": (
        "Un autre programme la tient.",
        "Fermez ce programme (un éditeur de base de données, par exemple) ou enregistrez ce que vous y avez changé.",
    ),
    "no such table": ("Elle n’est pas à jour.", "Fermez le site et relancez-le par start.py."),
    "unable to open": ("Elle ne s’ouvre pas.", "Le dossier var existe-t-il ? Avez-vous le droit d’y écrire ?"),
    "full": ("Le disque est plein.", "Faites de la place, puis réessayez."),
}


def database(circumstances):
    """Write a row and take it back."""
    try:
        write()
    except DatabaseError as error:
        what, advice = cause(str(error))
        return Finding(TROUBLE, "Base de données", what, advice)
    return Finding(OK, "Base de données", "Elle se lit et s’écrit.")


def write():
    """On a connection of its own, which does not wait long."""
    name = "default"
    kept = connections[name]
    connections[name] = connection = connections.create_connection(name)
    try:
        if connection.vendor == "sqlite":
            connection.cursor().execute(f"PRAGMA busy_timeout={PATIENCE}")
        with transaction.atomic():
            Session.objects.create(session_key="diagnostic", session_data="", expire_date=timezone.now())
            transaction.set_rollback(True)
    finally:
        connection.close()
        connections[name] = kept


def cause(error):
    for words, told in CAUSES.items():
        if words in error:
            return told
    return f"Elle ne répond pas : {error}", "Le serveur de base de données tourne-t-il ?"
