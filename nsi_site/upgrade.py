"""Before the embedded database is brought up to date: is it ours, and a copy of it in case this goes wrong."""

import sqlite3
import sys
from contextlib import closing
from datetime import datetime
from functools import cache

from django.core.management import CommandError
from django.db import DatabaseError, OperationalError, connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

COPIES = "sauvegardes"
KEPT = 5  # copies


def waiting():
    """The migrations that the database lacks. CommandError: it is no database, or a newer version's.

    OperationalError: it cannot be used now.
    """
    try:
        executor = MigrationExecutor(connection)
    except OperationalError:  # held, full, read-only: nothing is wrong with what it holds
        raise
    except DatabaseError as error:
        raise CommandError(
            f"La base de données ({connection.settings_dict['NAME']}) ne se lit pas\u00a0: {error}.\n"
            "Remettez une copie (var/sauvegardes, ou la vôtre), ou déplacez ce fichier\u00a0: une base vide sera créée."
        ) from None
    if is_newer(executor.loader):
        raise CommandError(
            "La base de données vient d’une version plus récente du site\u00a0: elle n’a pas été touchée.\n"
            "Ouvrez le site avec la version récente, ou avec un autre dossier var."
        )
    return executor.migration_plan(executor.loader.graph.leaf_nodes())


def lacking():
    """The (application, name) of each migration that the database lacks."""
    applied = MigrationRecorder(connection).applied_migrations()
    return [name for name in all_migrations() if name not in applied]


def tell_if_incomplete():
    """Say in the console what keeps the site from working. (In production nothing is migrated by itself.)"""
    try:
        is_complete = not lacking()
    except DatabaseError as error:
        print(f"La base de données ne répond pas\u00a0: {error}", file=sys.stderr, flush=True)
    else:
        if not is_complete:
            print(
                "La base de données n’est pas à jour. Arrêtez, puis\u00a0: python manage.py migrate",
                file=sys.stderr,
                flush=True,
            )
    connections.close_all()


@cache
def all_migrations():
    return sorted(MigrationLoader(None).disk_migrations)


def is_newer(loader):
    """Whether an application of ours has gone further there than here. (Names that were given up long ago have not.)"""
    last = {}
    for app, name in loader.disk_migrations:
        last[app] = max(last.get(app, ""), name[:4])
    return any(app in last and name[:4] > last[app] for app, name in loader.applied_migrations)


def keep_copy(folder):
    """Copy the database, as it is now, below `folder`; of earlier copies the last ones stay.

    Returns the copy's path, or None when there is nothing to copy.
    """
    name = connection.settings_dict["NAME"]
    if not connection.introspection.table_names():
        return None
    copies = folder / COPIES
    copies.mkdir(exist_ok=True)
    path = copies / f"{datetime.now():%Y-%m-%d-%Hh%M-%S-%f}.sqlite3"
    with closing(sqlite3.connect(name)) as source, closing(sqlite3.connect(path)) as copy:
        source.backup(copy)
    for old in sorted(copies.glob("*.sqlite3"))[:-KEPT]:
        old.unlink()
    return path
