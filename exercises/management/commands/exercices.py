"""`manage.py exercices`: the pupil's coach in a terminal."""

import importlib.util
import os
import shutil
import subprocess
import sys

from django.core.management.base import BaseCommand, CommandError
from django.core.management.color import supports_color

from exercises import catalogue, proof
from exercises.coach import files
from exercises.coach.child import Child
from exercises.coach.keys import keyboard
from exercises.coach.screen import KEYS, Screen

POLL = 0.4  # seconds
BROWSER = "À vérifier dans le navigateur, sur la page de l’exercice."


class Command(BaseCommand):
    help = "Vérifie l’exercice en cours chaque fois que votre fichier change."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("exercice", nargs="?", help="un numéro (du chat à salons) ou un nom, par exemple « route »")
        parser.add_argument(
            "--check", action="store_true", help="vérifier une fois ; le code de sortie dit le résultat"
        )
        parser.add_argument("--list", action="store_true", help="la liste des exercices")
        parser.add_argument("--reset", action="store_true", help="remettre les fichiers au départ de l’exercice")
        parser.add_argument("--verifier", action="store_true", help="pour qui écrit des exercices : tout essayer")

    def handle(self, exercice=None, check=False, list=False, reset=False, verifier=False, no_color=False, **options):
        self.rich = sys.stdout.isatty() and supports_color() and not no_color and "NO_COLOR" not in os.environ
        self.chosen = self.find(exercice, drafts=verifier)
        self.tasks = catalogue.chain(self.chosen.chain if self.chosen else "salons")
        self.child = Child()
        try:
            self.run(check, list, reset, verifier)
        finally:
            self.child.stop()

    def run(self, check, list, reset, verifier):
        task = self.chosen or self.current()
        if verifier:
            self.verify([self.chosen] if self.chosen else catalogue.all_tasks(drafts=True))
        elif list:
            for name in catalogue.CHAINS:
                self.new_screen().tasks(catalogue.chain(name), files.passed(), task)
        elif reset:
            self.reset(task)
        elif check or not (sys.stdin.isatty() and sys.stdout.isatty()):
            self.check_once([self.chosen] if self.chosen else self.tasks)
        else:
            Coach(self, task).work()

    def find(self, name, drafts):
        """The task of this number (in the chain of rooms) or slug."""
        if name is None:
            return None
        rooms = catalogue.chain("salons")
        task = rooms[int(name) - 1] if name.isdigit() and 0 < int(name) <= len(rooms) else catalogue.find(name, drafts)
        if task is None:
            raise CommandError(
                f"« {name} » n’est pas un exercice. Ils sont numérotés de 1 à {len(rooms)} ; --list les montre tous."
            )
        return task

    def current(self):
        """The first that was never passed."""
        return next((task for task in self.tasks if task.slug not in files.passed()), self.tasks[-1])

    def new_screen(self):
        width, height = shutil.get_terminal_size()
        return Screen(sys.stdout, width, self.rich, height)

    def reset(self, task):
        kept = files.reset(task)
        screen = self.new_screen()
        screen.write(f"{files.place(task)} est de nouveau au départ de l’exercice {task.number}.")
        if kept:
            screen.write(f"Votre travail est gardé dans {kept.name}.")

    def check_once(self, tasks):
        screen = self.new_screen()
        for task in tasks:
            verdict = self.judge(task)
            if verdict["state"] in ("failed", "broken"):
                screen.verdict(task, verdict)
                sys.exit(1)
            elsewhere = f" : {BROWSER}" if verdict["state"] == "elsewhere" else ""
            screen.write(f"  [x] {task.number:>2}. {task.title}{elsewhere}", "ok")
        screen.write("Réussi !" if len(tasks) == 1 else "Tous les exercices sont réussis !", "ok")

    def judge(self, task):
        files.ensure(task)
        verdict = self.child.judge(files.read(task), task)
        if verdict["state"] == "passed":
            files.note_passed(task)
        return verdict

    def verify(self, tasks):
        problems = 0
        for task in tasks:
            found = proof.prove(task, self.child.judge)
            problems += len(found)
            self.new_screen().write(f"  {'[ ]' if found else '[x]'} {task.slug}", "bad" if found else "ok")
            for problem in found:
                self.stdout.write(f"      {problem}")
        if problems:
            raise CommandError(f"{problems} chose{'s' if problems > 1 else ''} à reprendre.")


class Coach:
    """Until the pupil quits: one task at hand, checked at each save; keys for all the rest."""

    def __init__(self, command, task):
        self.command, self.task = command, task
        self.hints = {}
        self.asked = None  # what a key has asked for once, and must be pressed again for
        self.verdict = None
        self.lost = []
        self.actions = {
            "r": self.check,
            "e": self.show_statement,
            "i": self.show_hint,
            "l": self.show_list,
            "s": self.show_solution,
            "o": self.open_file,
            "z": self.ask_reset,
            "n": self.next_task,
            "p": self.previous_task,
        }

    def work(self):
        files.ensure(self.task)
        self.show_statement()
        self.checked = files.fingerprint(self.task)
        try:
            with keyboard() as read:
                while (key := read(POLL)) != "q":
                    if key in self.actions:
                        self.actions[key]()
                    elif not key and files.fingerprint(self.task) not in (None, self.checked):
                        self.check()
        except (KeyboardInterrupt, EOFError):
            pass
        self.command.stdout.write(f"À bientôt ! Votre travail est dans {files.place(self.task)}")

    def check(self):
        """The task at hand first; then those passed before, which say so if they are no longer right."""
        self.asked = None
        self.checked = files.fingerprint(self.task)
        self.verdict = self.command.judge(self.task)
        self.lost = []
        self.show_verdict()
        if self.verdict["state"] != "passed":
            return
        earlier = [task for task in self.command.tasks if task.number < self.task.number]
        self.lost = [task for task in earlier if self.command.judge(task)["state"] == "failed"]
        if self.lost:
            self.show_verdict()

    def show_verdict(self):
        screen = self.page()
        if self.verdict["state"] == "passed":
            self.congratulate(screen)
        elif self.verdict["state"] == "elsewhere":
            screen.write(BROWSER, "strong")
        else:
            screen.verdict(self.task, self.verdict)
        self.foot(screen)

    def congratulate(self, screen):
        screen.write(f"Bravo ! Exercice {self.task.number} réussi.", "ok")
        screen.write()
        for task in self.lost:
            screen.paragraph(
                f"L’exercice {task.number} était réussi, et ne l’est plus : {task.title}.", "bad", indent=""
            )
        if self.task == self.command.tasks[-1]:
            screen.write("C’était le dernier : vous avez écrit un serveur entier.", "ok")
        else:
            screen.write("n : l’exercice suivant", "strong")
        if self.task.challenge:
            screen.write()
            screen.write("Défi", "strong")
            screen.markdown(self.task.challenge)

    def page(self):
        screen = self.command.new_screen()
        screen.clear()
        passed = [task for task in self.command.tasks if task.slug in files.passed()]
        screen.progress(len(passed), len(self.command.tasks))
        screen.write(f"Votre travail : {files.place(self.task)}")
        screen.write()
        return screen

    def foot(self, screen):
        screen.write()
        screen.paragraph(KEYS, "faint", indent="")

    # --- keys --------------------------------------------------------------------------------------------
    def show_statement(self):
        screen = self.page()
        screen.statement(self.task)
        screen.write("Modifiez le fichier et enregistrez-le : la vérification se fait toute seule.", "strong")
        self.foot(screen)

    def show_hint(self):
        task = self.task
        self.hints[task.slug] = min(self.hints.get(task.slug, 0) + 1, len(task.hints))
        screen = self.page()
        for number in range(1, self.hints[task.slug] + 1):
            screen.hint(task, number)
        if self.hints[task.slug] < len(task.hints):
            screen.write("i : l’indice suivant", "faint")
        self.foot(screen)

    def show_list(self):
        screen = self.page()
        screen.tasks(self.command.tasks, files.passed(), self.task)
        self.foot(screen)

    def confirmed(self, wish):
        """Whether this key has been pressed twice for the same wish."""
        again, self.asked = self.asked == wish, wish
        return again

    def show_solution(self):
        screen = self.page()
        earned = self.task.slug in files.passed() or self.confirmed(("solution", self.task.slug))
        if not earned:
            screen.write(f"La solution, déjà ? Il y a {len(self.task.hints)} indices (i).")
            screen.write("Pour la voir quand même, tapez s encore une fois.", "strong")
        for name, text in self.task.changed.items() if earned else ():
            screen.write(
                f"{files.shown_name(self.task, name)}, une solution de l’exercice {self.task.number}", "strong"
            )
            screen.write()
            for line in text.splitlines():
                screen.write("  " + line, "code")
        self.foot(screen)

    def ask_reset(self):
        if self.confirmed(("reset", self.task.slug)):
            self.command.reset(self.task)
            self.check()
            return
        screen = self.page()
        screen.write(f"Remettre le départ de l’exercice {self.task.number} ? Votre travail sera gardé à côté.")
        screen.write("Pour confirmer, tapez z encore une fois.", "strong")
        self.foot(screen)

    def next_task(self):
        self.move(1)

    def previous_task(self):
        self.move(-1)

    def move(self, step):
        tasks = self.command.tasks
        self.task = tasks[max(0, min(len(tasks), self.task.number + step) - 1)]
        self.asked = None
        self.show_statement()

    def open_file(self):
        """In IDLE, which comes with Python on Windows and macOS."""
        screen = self.page()
        wanted = (
            os.name == "nt" or sys.platform == "darwin" or "DISPLAY" in os.environ or "WAYLAND_DISPLAY" in os.environ
        )
        if wanted and all(map(importlib.util.find_spec, ("tkinter", "idlelib"))):
            subprocess.Popen([sys.executable, "-m", "idlelib", str(files.place(self.task))])
            screen.write("Le fichier s’ouvre dans IDLE.")
        else:
            screen.write("IDLE n’est pas installé : ouvrez le fichier dans votre éditeur.")
        self.foot(screen)
