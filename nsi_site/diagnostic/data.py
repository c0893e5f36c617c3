"""The database: whether it can be written, now, by really writing."""

from django.contrib.sessions.models import Session
from django.db import Error, connections, transaction
from django.utils import timezone

from nsi_site.database_trouble import cause
from nsi_site.diagnostic.finding import OK, TROUBLE, Finding

PATIENCE = 1000  # milliseconds


def database(circumstances):
    """Write a row and take it back."""
    try:
        write()
    except Error as error:
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
