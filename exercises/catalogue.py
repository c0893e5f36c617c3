"""The tasks: one folder each in `content/`, in two chains, in the order of the folders' names.

A folder holds `enonce.md` (title, level and minutes, statement, « Ce qui sera essayé », « Défi »), `indices.md`,
`check.py`, `erreurs.toml`, `solution/` (only the files that the solution changes), and where JavaScript is the task
`jeu.toml`. `var/exercices/contenu/` may add tasks: `lecon/…` and `salons/…` as here.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from django.conf import settings

CONTENT = Path(__file__).resolve().parent / "content"
CHAINS = ("lecon", "salons")
FIRST = "depart"  # the folder where a chain begins
NEEDED = ("enonce.md", "indices.md", "check.py", "erreurs.toml", "solution")
LEVELS = ("socle", "standard", "approfondissement")
TRIES, CHALLENGE = "## Ce qui sera essayé", "## Défi"


@dataclass(frozen=True)
class Task:
    """`files` are `{path: text}`, paths as in the pupil's project."""

    chain: str
    number: int  # in its chain, from 1
    folder: Path
    previous: "Task | None"
    beginning: Path  # of the chain

    @property
    def slug(self):
        return self.folder.name.partition("_")[2].replace("_", "-")

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
        """Where the task begins: the solution of the one before."""
        return self.previous.solution if self.previous else files_in(self.beginning)

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


def all_tasks(content=CONTENT):
    """Of both chains, each in its order."""
    return [task for name in CHAINS for task in chain(name, content)]


def chain(name, content=CONTENT):
    """The tasks of one chain; the teacher's own come after ours unless their folder's name says otherwise."""
    folders = [folder for place in (content, own_content()) for folder in sorted((place / name).glob("[0-9]*_*"))]
    tasks = []
    for number, folder in enumerate(sorted(folders, key=lambda folder: folder.name), start=1):
        tasks.append(Task(name, number, folder, tasks[-1] if tasks else None, content / name / FIRST))
    return tasks


def own_content():
    return settings.VAR_DIR / "exercices" / "contenu"


def find(slug):
    """The task of this slug, or None."""
    return next((task for task in all_tasks() if task.slug == slug), None)


def following(task):
    """The next task of the same chain, None after the last."""
    return next((other for other in chain(task.chain) if other.number == task.number + 1), None)
