"""Forget the pupils who have not come for a long time, with all that is kept of them."""

from datetime import timedelta

from django.conf import settings
from django.core.management import BaseCommand
from django.utils import timezone

from pupils import quotas
from pupils.models import Pupil


class Command(BaseCommand):
    help = "Efface les élèves (et leur travail) qui ne sont pas venus depuis KEEP_DAYS jours."

    def handle(self, verbosity, **options):
        quotas.forget_addresses()
        gone = Pupil.objects.filter(seen_at__lt=timezone.now() - timedelta(days=settings.KEEP_DAYS))
        count = len(gone)
        gone.delete()
        if verbosity and count:
            self.stdout.write(f"Élèves effacés, absents depuis {settings.KEEP_DAYS} jours : {count}.")
