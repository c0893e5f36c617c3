"""`manage.py demo`: a site of its own with a class of imaginary pupils, to learn the desk in the kitchen."""

import asyncio
import contextlib
import os
import re
import shutil
import subprocess
import sys
import threading
from pathlib import Path

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from classroom.demo.browser import own_addresses
from classroom.demo.lesson import NAMES, Lesson

FOLDER = "demo"
USUAL = 30  # pupils
ADDRESS = re.compile(r"http://(?:localhost|127\.0\.0\.1):(\d+)/")
NOTE = re.compile(r"mot de passe est dans (.+)\.\n")
PASSWORD = re.compile(r"\w{4}-\w{4}-\w{4}")
TOUR = """
La démonstration est ouverte : {pupils} élèves imaginaires arrivent, lisent, se trompent, bavardent.
  1. Ouvrez http://localhost:{port}/classe : compte « prof », mot de passe « {password} ».
  2. Suivez la visite de README.fr.md, « Essayer le bureau sans classe ».
  3. Tout recommencer : Ctrl+C, puis relancez. Rien de votre vrai site n’est touché : tout est dans {folder}.
"""


class Command(BaseCommand):
    help = "Ouvre un site à part, avec une classe imaginaire, pour apprendre à se servir du bureau."

    def add_arguments(self, parser):
        parser.add_argument("--eleves", type=int, default=USUAL, help=f"{len(NAMES)} au plus")
        parser.add_argument("--rythme", type=float, default=10, help="secondes entre deux gestes d’un élève")
        parser.add_argument("--port", default="", help="sinon 8000, ou le premier libre ensuite")

    def handle(self, eleves, rythme, port, **options):
        folder = settings.VAR_DIR / FOLDER
        shutil.rmtree(folder, ignore_errors=True)
        addresses = own_addresses(min(eleves, len(NAMES)))
        site = start_site(folder, port, is_shared=len(set(addresses)) < len(addresses))
        with contextlib.suppress(KeyboardInterrupt), ended(site):
            port, password = self.wait_for(site)
            told = {"pupils": len(addresses), "port": port, "password": password, "folder": folder}
            asyncio.run(self.teach(Lesson(port, addresses, password, rythme), TOUR.format(**told)))

    async def teach(self, lesson, tour):
        """The tour is told once the class may come in."""
        await lesson.prepare()
        self.stdout.write(tour)
        await lesson.run()

    def wait_for(self, site):
        """(port, password) from what the site says at its start. CommandError when it ends instead."""
        said = ""
        for line in site.stdout:
            said += line
            if (port := ADDRESS.search(said)) and (note := NOTE.search(said)) and "Ctrl+C" in line:
                threading.Thread(target=self.pass_on, args=[site], daemon=True).start()
                return int(port[1]), PASSWORD.search(Path(note[1]).read_text(encoding="utf-8"))[0]
        raise CommandError(f"Le site ne s’est pas ouvert.\n{said}")

    def pass_on(self, site):
        """Show what the site says from now on; a pipe that nobody reads would stop it."""
        for line in site.stdout:
            self.stdout.write(line, ending="")


@contextlib.contextmanager
def ended(site):
    """Leave no site behind, however the block ends."""
    try:
        yield
    finally:
        site.terminate()
        site.wait()


def start_site(folder, port, is_shared):
    """`runserver` on a `var/` of its own, with a console that tells of troubles alone."""
    environment = os.environ | {
        "VAR_DIR": str(folder),
        "ENGINE_DIR": str(settings.ENGINE_DIR),
        "LOG_LEVEL": "WARNING",
        "SHARED_ADDRESS": "1" if is_shared else "0",
        "PYTHONUTF8": "1",
        "PYTHONUNBUFFERED": "1",
    }
    command = [sys.executable, "manage.py", "runserver", "--noreload", *([f"0.0.0.0:{port}"] if port else [])]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    return subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, encoding="utf-8", **pipes)
