"""What the pupil sees in the terminal."""

import re
import textwrap

from exercises.coach.files import shown_name
from exercises.coach.text_diagram import draw_both
from workbench.stage.arrows import Arrow

COLOURS = {"ok": "32", "bad": "31", "strong": "1", "faint": "2", "code": "36"}
KEYS = (
    "r relancer · e énoncé · i indice · l liste · n suivant · p précédent · s solution · o ouvrir le fichier · "
    "z recommencer · q quitter"
)
FAILED, BROKEN = "Ce que votre serveur a fait", "La vérification est en panne"
BAR = 22
OTHER_ROWS = 32  # about what a verdict takes beside its diagram


class Screen:
    """Writes to `out`, no wider than `width` columns; colours and clearing only when `rich`."""

    def __init__(self, out, width=80, rich=False, height=50):
        self.out, self.width, self.rich = out, max(40, width), rich
        self.rows = min(max(6, height - OTHER_ROWS), 14)  # of a diagram: its verdict should not scroll out of sight
        self.encoding = getattr(out, "encoding", None) or "utf-8"

    def write(self, text="", style=""):
        if self.rich and style:
            text = f"\x1b[{COLOURS[style]}m{text}\x1b[0m"
        self.out.write(text.encode(self.encoding, "replace").decode(self.encoding) + "\n")
        self.out.flush()

    def paragraph(self, text, style="", indent="  "):
        for line in text.splitlines():
            for piece in wrap(line, self.width - len(indent)) or [""]:
                self.write(indent + piece, style)

    def cut(self, line, margin):
        room = self.width - margin
        return line if len(line) <= room else line[: room - 1] + "…"

    def clear(self):
        if self.rich:
            self.out.write("\x1b[2J\x1b[H")
        else:
            self.write("\n" + "=" * (self.width - 1))

    # --- parts of the page ---------------------------------------------------------------------------
    def progress(self, done, total):
        full = round(BAR * done / total)
        self.write(f"Exercices [{'#' * full}{'-' * (BAR - full)}] {done}/{total}", "strong")

    def tasks(self, tasks, passed, current=None):
        """`passed`: slugs."""
        for task in tasks:
            sign = "[x]" if task.slug in passed else "[>]" if task == current else "[ ]"
            style = "ok" if task.slug in passed else "strong" if task == current else "faint"
            self.write(f"  {sign} {task.number:>2}. {task.title} ({task.slug})", style)

    def statement(self, task):
        self.heading(task)
        self.write(f"  {task.level}, {task.minutes} minutes", "faint")
        self.write()
        self.markdown(task.statement)
        self.write("Ce qui sera essayé", "strong")
        self.markdown("\n".join(f"- {line}" for line in task.tries))

    def heading(self, task):
        self.write(f"Exercice {task.number} : {task.title}", "strong")

    def hint(self, exercise, number):
        self.write(f"Indice {number} sur {len(exercise.hints)}", "strong")
        self.write()
        self.markdown(exercise.hints[number - 1])

    def markdown(self, text):
        """Markdown is made to be read as it is: only the marks of bold and of code go."""
        for index, part in enumerate(re.split(r"^```.*\n?", text, flags=re.MULTILINE)):
            if index % 2:
                for line in part.rstrip().splitlines():
                    self.write("    " + line, "code")
                self.write()
            else:
                self.prose(part.strip("\n"))

    def prose(self, text):
        for paragraph in filter(None, text.split("\n\n")):
            for block in re.split(r"\n(?=- )", paragraph):
                item = block.startswith("- ")
                words = re.sub(r"\*\*|`", "", re.sub(r"\n *", " ", block.removeprefix("- ")))
                indent = "  • " if item else "  "
                for line in wrap(words, self.width - 4):
                    self.write(indent + line)
                    indent = " " * len(indent)
            self.write()

    def verdict(self, task, verdict):
        """`verdict` is JSON (workbench/stage/commands.py)."""
        self.heading(task)
        self.write()
        self.section(BROKEN if verdict["state"] == "broken" else FAILED, verdict["did"], "bad")
        self.place(task, verdict)
        if verdict["expected"]:
            self.section("Ce qui était attendu", verdict["expected"])
        self.section("Pour avancer", verdict["advice"], "ok")
        self.exchanges(verdict["arrows"])
        self.printed(verdict["printed"])

    def place(self, task, verdict):
        if not verdict["line"]:
            return
        self.write(f"  Ligne {verdict['line']} de {shown_name(task, verdict['file'])}", "strong")
        self.write("    " + self.cut(verdict["source"].strip(), 5), "code")
        for name, value in verdict["values"]:
            self.write("    " + self.cut(f"{name} vaut {value}", 5), "faint")
        self.write()

    def section(self, title, text, style=""):
        self.write(title, style or "strong")
        self.paragraph(text)
        self.write()

    def exchanges(self, arrows):
        expected, seen = ([Arrow(**arrow) for arrow in arrows[side]] for side in ("expected", "seen"))
        if not seen:
            return
        for text, mark in draw_both(expected, seen, self.width - 1, self.encoding, self.rows):
            self.write(text.rstrip(), "bad" if mark else "")
        self.write()

    def printed(self, lines):
        if lines:
            self.write("Affiché par votre programme (print)", "strong")
            for line in lines[-self.rows // 2 :]:
                self.write("  " + self.cut(line, 3), "faint")
            self.write()


def wrap(text, width):
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)
