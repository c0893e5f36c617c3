"""`manage.py mot_de_passe`: a new password, asked for in French."""

from getpass import getpass

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError

from nsi_site import teacher

TRIES = 3


class Command(BaseCommand):
    help = "Change le mot de passe d’un compte."

    def add_arguments(self, parser):
        parser.add_argument("compte", nargs="?", default=teacher.NAME)

    def handle(self, compte, **options):
        user = teacher.account(compte)
        self.stdout.write(f"Nouveau mot de passe du compte «\u00a0{compte}\u00a0».")
        self.stdout.write("Rien ne s’affiche pendant la frappe\u00a0: c’est normal. Ctrl+C pour ne rien changer.")
        try:
            user.set_password(self.ask(user))
        except (KeyboardInterrupt, EOFError):
            raise CommandError("Rien n’a été changé.") from None
        user.save(update_fields=["password"])
        if compte == teacher.NAME:
            (settings.VAR_DIR / teacher.NOTE_FILE).unlink(missing_ok=True)  # it tells the old one
        self.stdout.write("C’est fait. Qui était connecté à ce compte ne l’est plus.")

    def ask(self, user):
        """A password that was typed twice and is good enough. CommandError after TRIES tries."""
        for _ in range(TRIES):
            password = getpass("Mot de passe\u00a0: ")
            try:
                validate_password(password, user)
            except ValidationError as error:
                self.stdout.write("\n".join(error.messages))
                continue
            if getpass("Encore une fois\u00a0: ") == password:
                return password
            self.stdout.write("Les deux ne sont pas pareils. Recommencez.")
        raise CommandError("Rien n’a été changé\u00a0: trois essais ont échoué.")
