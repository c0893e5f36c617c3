"""The tasks: one folder each in `content/`, in two chains, in the order of the folders' names.

A folder holds `enonce.md` (title, level and minutes, statement, « Ce qui sera essayé », « Défi »), `indices.md`,
`check.py`, `erreurs.toml`, `solution/` (only the files that the solution changes), where JavaScript is the task
`jeu.toml`, and `depart/` if the pupil is given files besides those of the task before. A folder without `enonce.md` is
the task of the same name in the other chain, seen from this one. `var/exercices/contenu/` may add tasks: `lecon/…` and
`salons/…` as here.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from django.conf import settings
from django.urls import reverse

CONTENT = Path(__file__).resolve().parent / "content"
CHAINS = ("lecon", "salons")
FIRST = GIVEN = "depart"  # the folder where a chain begins, and that of what a task is given
NEEDED = ("enonce.md", "indices.md", "check.py", "erreurs.toml", "solution")
LEVELS = ("socle", "standard", "approfondissement")
TRIES, CHALLENGE = "## Ce qui sera essayé", "## Défi"


@dataclass(frozen=True)
class Task:
    """`files` are `{path: text}`, paths as in the pupil's project."""

    chain: str
    number: int  # in its chain, from 1
    place: Path  # its folder in this chain
    previous: "Task | None"
    beginning: Path  # of the chain

    @property
    def slug(self):
        return self.place.name.partition("_")[2].replace("_", "-")

    @property
    def key(self):
        """The slug; with the chain before it where the task is another chain's."""
        return self.slug if self.folder == self.place else f"{self.chain}-{self.slug}"

    @property
    def address(self):
        return reverse("exercise", args=[self.key])

    @property
    def trial(self):
        """The address where its solution can be changed at will."""
        return reverse("try-out", args=[self.key])

    @cached_property
    def folder(self):
        """Where its texts are: in the other chain if they are not here."""
        name = self.place.name.partition("_")[2]
        others = sorted(CONTENT.glob(f"*/[0-9]*_{name}/enonce.md"))
        return others[0].parent if others and not (self.place / "enonce.md").exists() else self.place

    @property
    def is_written(self):
        """Whether a class can be shown it. What else is missing, `start.py exercices --verifier` says."""
        try:
            return bool(self.headline and self.hints and self.mistakes and self.read("check.py"))
        except (OSError, ValueError, LookupError, AttributeError):
            return False

    # --- what the pupil reads ----------------------------------------------------------------------------
    @property
    def title(self):
        return self.lines[0].removeprefix("# ")

    @property
    def level(self):
        return self.headline[0]

    @property
    def minutes(self):
        return int(self.headline[1])

    @cached_property
    def headline(self):
        """The line below the title: « *socle · 10 minutes* »."""
        return re.fullmatch(r"\*(\w+) · (\d+) minutes\*", self.lines[2]).groups()

    @property
    def statement(self):
        return self.parts[0]

    @property
    def tries(self):
        """What the check does, a line each."""
        return re.findall(r"^- (.+(?:\n  .+)*)", self.parts[1], re.M)

    @property
    def challenge(self):
        return self.parts[2]

    @cached_property
    def parts(self):
        rest = "\n".join(self.lines[3:]).strip()
        rest, _, challenge = rest.partition(CHALLENGE)
        statement, _, tries = rest.partition(TRIES)
        return [part.strip() for part in (statement, tries, challenge)]

    @cached_property
    def lines(self):
        return self.read("enonce.md").splitlines()

    @cached_property
    def hints(self):
        return [hint.strip() for hint in self.read("indices.md").split("\n---\n")]

    # --- files -------------------------------------------------------------------------------------------
    @property
    def start(self):
        """Where the task begins: the solution of the one before, and what is given."""
        before = self.previous.solution if self.previous else files_in(self.beginning)
        return before | files_in(self.place / GIVEN)

    @property
    def solution(self):
        return self.start | self.changed

    @cached_property
    def changed(self):
        return files_in(self.folder / "solution")

    # --- what the stage needs ----------------------------------------------------------------------------
    def for_stage(self):
        """The task as `workbench.stage.commands` wants it."""
        return {
            "slug": self.slug,
            "number": self.number,
            "check": self.read("check.py"),
            "mistakes": self.mistakes["words"],
            "play": self.play,
        }

    @cached_property
    def mistakes(self):
        return {"words": {}, "wrong": [], "right": []} | tomllib.loads(self.read("erreurs.toml"))

    @cached_property
    def play(self):
        path = self.folder / "jeu.toml"
        return tomllib.loads(path.read_text(encoding="utf-8"))["step"] if path.exists() else []

    def read(self, name):
        return (self.folder / name).read_text(encoding="utf-8")


def files_in(folder):
    """`{path: text}` of a folder's files."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in paths}


def all_tasks(content=CONTENT, drafts=False):
    """Of both chains, each in its order."""
    return [task for name in CHAINS for task in chain(name, content, drafts)]


def chain(name, content=CONTENT, drafts=False):
    """The tasks of one chain; the teacher's own come after ours unless their folder's name says otherwise.

    Those that are not written yet are left out unless `drafts` are wanted.
    """
    folders = [folder for place in (content, own_content()) for folder in sorted((place / name).glob("[0-9]*_*"))]
    tasks = []
    for folder in sorted(folders, key=lambda folder: folder.name):
        task = Task(name, len(tasks) + 1, folder, tasks[-1] if tasks else None, content / name / FIRST)
        if drafts or content in folder.parents or task.is_written:
            tasks.append(task)
    return tasks


def own_content():
    return settings.VAR_DIR / "exercices" / "contenu"


def find(key, drafts=False):
    """The task of this key, or None."""
    return next((task for task in all_tasks(drafts=drafts) if task.key == key), None)


def following(task):
    """The next task of the same chain, None after the last."""
    return next((other for other in chain(task.chain) if other.number == task.number + 1), None)
