"""`manage.py sauvegarde`: a copy of the embedded database, also while the site runs."""

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.db import connection

from nsi_site import upgrade


class Command(BaseCommand):
    help = "Copie la base (SQLite) dans var/sauvegardes, même quand le site est ouvert."

    def handle(self, **options):
        if connection.vendor != "sqlite":
            raise CommandError("La base est sur un serveur PostgreSQL\u00a0: voyez deploy/README.md (pg_dump).")
        copy = upgrade.keep_copy(settings.VAR_DIR)
        if copy is None:
            raise CommandError("La base est vide\u00a0: rien à copier.")
        self.stdout.write(f"Base copiée dans {copy}")
