"""What is kept of one pupil: shown, or erased."""

import json

from django.core.management import BaseCommand, CommandError

from pupils import export, names
from pupils.models import Pupil


class Command(BaseCommand):
    help = "Montre (--exporter) ou efface (--effacer) tout ce qui est gardé d’un élève."

    def add_arguments(self, parser):
        parser.add_argument("pseudonyme")
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--exporter", action="store_true")
        what.add_argument("--effacer", action="store_true")

    def handle(self, pseudonyme, effacer, **options):
        pupil = Pupil.objects.filter(folded=names.fold(pseudonyme)).first()
        if pupil is None:
            raise CommandError(f"Personne ne s’appelle « {pseudonyme} ».")
        if effacer:
            pupil.delete()
            self.stdout.write(f"« {pupil.name} » et tout son travail sont effacés.")
        else:
            self.stdout.write(json.dumps(export.everything(pupil), ensure_ascii=False, indent=2))
