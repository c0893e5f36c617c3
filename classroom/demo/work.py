"""What imaginary pupils hand to the check: solutions and mistakes of the exercises, each with its real verdict."""

from typing import NamedTuple

from exercises import catalogue, proof
from exercises.coach.child import Child

CHAIN = "lecon"
TASKS = 5  # of the chain
MISTAKES_OF_ONE = 2  # of each task


class Attempt(NamedTuple):
    """One project of a pupil for a task, and what the check said of it."""

    task: catalogue.Task
    files: dict
    verdict: dict

    @property
    def is_right(self):
        return self.verdict["state"] == "passed"


def attempts(tasks=None):
    """{slug: [Attempt]} of the first tasks of the lesson's chain: the solution, then the commonest mistakes."""
    tasks = catalogue.chain(CHAIN)[:TASKS] if tasks is None else tasks
    child = Child()
    try:
        return {task.slug: judged(task, child) for task in tasks}
    finally:
        child.stop()


def judged(task, child):
    """What only a browser can judge is left out."""
    _, solution, *others = proof.answers(task)
    wrong = [answer for answer in others if answer.state == "failed"][:MISTAKES_OF_ONE]
    found = [Attempt(task, answer.files, child.judge(answer.files, task)) for answer in (solution, *wrong)]
    return [attempt for attempt in found if attempt.verdict["state"] != "elsewhere"]
