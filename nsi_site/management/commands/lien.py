"""`manage.py lien`: a link that signs in once, for a teacher at this PC who has no password at hand."""

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from nsi_site import already_open, one_time_link, teacher


class Command(BaseCommand):
    help = "Donne un lien qui connecte une seule fois, sur ce PC, sans mot de passe."

    def add_arguments(self, parser):
        parser.add_argument("compte", nargs="?", default=teacher.NAME)

    def handle(self, compte, **options):
        address = already_open.other_site(settings.VAR_DIR)
        if not address:
            raise CommandError("Le site n’est pas ouvert\u00a0: lancez d’abord start.py, puis redemandez le lien.")
        path = one_time_link.make_path(teacher.account(compte))
        minutes = settings.PASSWORD_RESET_TIMEOUT // 60
        self.stdout.write(f"{address.rstrip('/')}{path}")
        self.stdout.write(
            f"Ce lien connecte «\u00a0{compte}\u00a0» une seule fois, sur ce PC seulement, pendant {minutes} minutes. "
            "Ne le projetez pas."
        )
