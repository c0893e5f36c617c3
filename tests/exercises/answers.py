"""Answers to the exercises, right and wrong, checked several at a time."""

import asyncio
import tomllib
from pathlib import Path

from exercises.catalogue import all_exercises
from exercises.runner import run_checks

WRONG = Path(__file__).parent / "wrong"
AT_ONCE = 4
EXERCISES = all_exercises()


def wrong_answers(chapter):
    return tomllib.loads((WRONG / f"{chapter}.toml").read_text(encoding="utf-8"))["wrong"]


def wrong_source(answer):
    """The solution, made wrong."""
    source = EXERCISES[answer.get("from", answer["exercise"]) - 1].solution
    for old, new in answer["changes"]:
        assert old in source, f"{answer['says']}: the solution has no {old!r}"
        source = source.replace(old, new)
    return source


def check_all(folder, answers):
    """`answers`: (source, exercises) each. Their outcomes, in the same order."""
    turns = asyncio.Semaphore(AT_ONCE)

    async def check(number, source, exercises):
        file = folder / f"{number}.py"
        file.write_text(source, encoding="utf-8")
        async with turns:
            return await run_checks(file, exercises)

    async def check_each():
        return await asyncio.gather(*[check(number, *answer) for number, answer in enumerate(answers)])

    return asyncio.run(check_each())
