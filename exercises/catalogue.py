"""The exercises: one folder of `content/` each, in the order of their names."""

import importlib.util
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

CONTENT = Path(__file__).resolve().parent / "content"
FILES = {"enonce.md", "indices.md", "check.py", "solution.py"}
FIRST_STARTER = "depart.py"


@dataclass(frozen=True)
class Exercise:
    number: int
    folder: Path
    previous: "Exercise | None"

    @property
    def slug(self):
        return self.folder.name.partition("_")[2].replace("_", "-")

    @cached_property
    def title(self):
        return self.read("enonce.md").splitlines()[0].removeprefix("# ")

    @cached_property
    def statement(self):
        return self.read("enonce.md").partition("\n")[2].strip()

    @cached_property
    def hints(self):
        return [hint.strip() for hint in self.read("indices.md").split("\n---\n")]

    @property
    def solution(self):
        return self.read("solution.py")

    @property
    def starter(self):
        """Where the exercise begins: the previous one's solution."""
        return self.previous.solution if self.previous else self.read(FIRST_STARTER)

    @cached_property
    def check(self):
        """The coroutine function `check(chat)`."""
        spec = importlib.util.spec_from_file_location(f"exercises_check_{self.folder.name}", self.folder / "check.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module.check

    def read(self, name):
        return (self.folder / name).read_text(encoding="utf-8")


@cache
def all_exercises(content=CONTENT):
    exercises = []
    for number, folder in enumerate(sorted(f for f in content.iterdir() if (f / "check.py").exists()), start=1):
        exercises.append(Exercise(number, folder, exercises[-1] if exercises else None))
    return tuple(exercises)
