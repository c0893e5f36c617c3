"""`manage.py diagnostic`: what goes wrong in schools, and what to do."""

import sys
import textwrap

from django.core.management import BaseCommand

from nsi_site.diagnostic.finding import OK, TROUBLE
from nsi_site.diagnostic.report import report


class Command(BaseCommand):
    help = "Cherche ce qui empêche une classe de travailler, et dit quoi faire."
    requires_system_checks = []

    def handle(self, **options):
        findings = report()
        for finding in findings:
            self.stdout.write(f"{finding.label + ' ':.<12} {finding.title} : {finding.what}")
            if finding.level != OK and finding.advice:
                self.stdout.write(textwrap.indent(textwrap.fill(finding.advice, 100), " " * 13))
        if any(finding.level == TROUBLE for finding in findings):
            sys.exit(1)
