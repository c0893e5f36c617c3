"""`manage.py exercices`: the pupil's coach in a terminal."""

import asyncio
import importlib.util
import os
import shutil
import subprocess
import sys

from django.core.management.base import BaseCommand, CommandError
from django.core.management.color import supports_color

from exercises import workspace
from exercises.catalogue import all_exercises
from exercises.keys import keyboard
from exercises.runner import run_checks
from exercises.terminal import KEYS, Screen

POLL = 0.4  # seconds


class Command(BaseCommand):
    help = "Vérifie les exercices, dans l'ordre, chaque fois que votre fichier change."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("numero", nargs="?", type=int, help="avec --check : cet exercice seul ; --reset : le sien")
        parser.add_argument(
            "--check", action="store_true", help="vérifier une fois ; le code de sortie dit le résultat"
        )
        parser.add_argument("--list", action="store_true", help="la liste des exercices")
        parser.add_argument("--reset", action="store_true", help="remettre le fichier au départ de l'exercice en cours")

    def handle(self, numero=None, check=False, list=False, reset=False, no_color=False, **options):
        self.exercises = all_exercises()
        self.rich = sys.stdout.isatty() and supports_color() and not no_color and "NO_COLOR" not in os.environ
        self.chosen = self.find(numero)
        workspace.ensure_file()
        if list:
            self.new_screen().exercises(self.exercises, workspace.reached(), self.current())
        elif reset:
            self.reset(self.chosen or self.current())
        elif check or not (sys.stdin.isatty() and sys.stdout.isatty()):
            self.check_once()
        else:
            self.coach()

    def find(self, number):
        if number is None:
            return None
        if not 1 <= number <= len(self.exercises):
            raise CommandError(f"Les exercices sont numérotés de 1 à {len(self.exercises)}.")
        return self.exercises[number - 1]

    def new_screen(self):
        width, height = shutil.get_terminal_size()
        return Screen(sys.stdout, width, self.rich, height)

    def current(self):
        """The exercise being worked on: the first that was never passed."""
        return self.exercises[min(workspace.reached(), len(self.exercises) - 1)]

    def reset(self, exercise):
        kept = workspace.reset(exercise)
        screen = self.new_screen()
        screen.write(f"{workspace.file()} est de nouveau au départ de l'exercice {exercise.number}.")
        if kept:
            screen.write(f"Votre travail est gardé dans {kept.name}.")

    def check_once(self):
        screen = self.new_screen()
        exercises = [self.chosen] if self.chosen else self.exercises
        outcome = self.run(
            exercises, lambda exercise: screen.write(f"  [x] {exercise.number:>2}. {exercise.title}", "ok")
        )
        if outcome.verdict:
            screen.verdict(outcome.failed, outcome.verdict)
            sys.exit(1)
        screen.write("Réussi !" if self.chosen else "Tous les exercices sont réussis !", "ok")

    def run(self, exercises, on_pass):
        outcome = asyncio.run(run_checks(workspace.file(), exercises, on_pass))
        if exercises == self.exercises:
            workspace.note_reached(outcome.done)
        return outcome

    # --- until the pupil quits -----------------------------------------------------------------------
    def coach(self):
        self.hints = {}
        self.asked_solution = self.asked_reset = None
        actions = {
            "r": self.run_again,
            "e": self.show_statement,
            "i": self.show_hint,
            "l": self.show_list,
            "s": self.show_solution,
            "o": self.open_file,
            "z": self.ask_reset,
        }
        self.run_again(introduce=True)
        try:
            with keyboard() as read:
                while (key := read(POLL)) != "q":
                    if key in actions:
                        actions[key]()
                    elif not key and workspace.fingerprint() not in (None, self.checked):
                        self.run_again()
        except (KeyboardInterrupt, EOFError):
            pass
        self.stdout.write("À bientôt ! Votre travail est dans " + str(workspace.file()))

    def run_again(self, introduce=False):
        """`introduce`: begin with the exercise's statement, not with why it fails."""
        self.asked_solution = self.asked_reset = None
        self.checked = workspace.fingerprint()
        before = workspace.reached()
        screen = self.new_screen()
        screen.clear()
        screen.write("Vérification…")
        self.outcome = self.run(
            self.exercises,
            lambda exercise: screen.rewrite(f"Vérification… {exercise.number}/{len(self.exercises)} réussi"),
        )
        advanced = self.outcome.done > before
        self.show_outcome(congratulate=advanced, introduce=introduce or advanced)

    def show_outcome(self, congratulate, introduce):
        outcome = self.outcome
        screen = self.page()
        if congratulate:
            screen.write(f"Bravo ! Exercice {outcome.done} réussi.", "ok")
            screen.write()
        if not outcome.failed:
            screen.write("Tous les exercices sont réussis : votre chat a plusieurs salons !", "ok")
        elif introduce and outcome.verdict.seen_exchange:
            screen.statement(outcome.failed)
            screen.write("Modifiez le fichier et enregistrez-le : la vérification se fait toute seule.", "strong")
        else:
            if outcome.verdict.seen_exchange and outcome.failed.number <= workspace.reached():
                screen.paragraph(tell_lost(outcome.failed), "bad", indent="")
                screen.write()
            screen.verdict(outcome.failed, outcome.verdict)
        self.foot(screen)

    def page(self):
        screen = self.new_screen()
        screen.clear()
        screen.progress(self.outcome.done, len(self.exercises))
        screen.write(f"Votre fichier : {workspace.file()}")
        screen.write()
        return screen

    def foot(self, screen):
        screen.write()
        screen.paragraph(KEYS, "faint", indent="")

    def show_statement(self):
        screen = self.page()
        screen.statement(self.failed)
        self.foot(screen)

    @property
    def failed(self):
        return self.outcome.failed or self.exercises[-1]

    def show_hint(self):
        exercise = self.failed
        self.hints[exercise] = min(self.hints.get(exercise, 0) + 1, len(exercise.hints))
        screen = self.page()
        for number in range(1, self.hints[exercise] + 1):
            screen.hint(exercise, number)
        if self.hints[exercise] < len(exercise.hints):
            screen.write("i : l'indice suivant", "faint")
        self.foot(screen)

    def show_list(self):
        screen = self.page()
        screen.exercises(self.exercises, self.outcome.done, self.outcome.failed)
        self.foot(screen)

    def show_solution(self):
        exercise = self.failed
        screen = self.page()
        if exercise.number > workspace.reached() and self.asked_solution is not exercise:
            self.asked_solution = exercise
            screen.write(
                f"La solution de l'exercice {exercise.number}, déjà ? Il y a {len(exercise.hints)} indices (i)."
            )
            screen.write("Pour la voir quand même, tapez s encore une fois.", "strong")
        else:
            screen.write(f"Une solution de l'exercice {exercise.number}", "strong")
            screen.write()
            for line in exercise.solution.splitlines():
                screen.write("  " + line, "code")
        self.foot(screen)

    def ask_reset(self):
        exercise = self.failed
        screen = self.page()
        if self.asked_reset is not exercise:
            self.asked_reset = exercise
            screen.write(f"Remettre le fichier au départ de l'exercice {exercise.number} ? Le vôtre sera gardé à côté.")
            screen.write("Pour confirmer, tapez z encore une fois.", "strong")
            self.foot(screen)
            return
        self.reset(exercise)
        self.run_again(introduce=True)

    def open_file(self):
        """In IDLE, which comes with Python on Windows and macOS."""
        screen = self.page()
        if importlib.util.find_spec("tkinter") and importlib.util.find_spec("idlelib"):
            subprocess.Popen([sys.executable, "-m", "idlelib", str(workspace.file())])
            screen.write("Le fichier s'ouvre dans IDLE.")
        else:
            screen.write("IDLE n'est pas installé : ouvrez le fichier dans votre éditeur.")
        self.foot(screen)


def tell_lost(exercise):
    return (
        f"L'exercice {exercise.number} était réussi, et ne l'est plus depuis vos dernières modifications. "
        "(Toutes les vérifications sont refaites, dans l'ordre.)"
    )
