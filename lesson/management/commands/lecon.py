"""`manage.py lecon`: are all the steps sound, one's own too?"""

import logging

from django.core.management.base import BaseCommand, CommandError

from lesson.faults import Fault
from lesson.steps import steps_and_faults


class Command(BaseCommand):
    help = "Vérifie toutes les étapes de la leçon, les vôtres (var/lecon) aussi."
    requires_system_checks = []

    def handle(self, **options):
        logging.getLogger("lesson").setLevel(logging.ERROR)  # said below
        steps, faulty = steps_and_faults()
        for step in steps:
            try:
                step.panes  # noqa: B018
            except Fault as fault:
                faulty.append(fault)
        for fault in faulty:
            self.stdout.write(str(fault))
        if faulty:
            raise CommandError(f"Étapes à corriger\u00a0: {len(faulty)}.")
        self.stdout.write(f"Les {len(steps)} étapes se lisent bien.")
