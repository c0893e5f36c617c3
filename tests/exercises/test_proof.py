"""Every task is proved, and every verdict stands in one reviewed file, paroles.json (PAROLES=1 writes it anew)."""

import json
import os
import re

import pytest

from exercises import proof
from exercises.catalogue import all_tasks
from tests.servers import ROOT

GOLDEN = ROOT / "tests/exercises/paroles.json"
TASKS = all_tasks()
SHOWN = ("state", "code", "did", "expected", "advice", "file", "line")
each = pytest.mark.parametrize("task", TASKS, ids=lambda task: task.slug)
SLOW = '        await __import__("asyncio").sleep({delay})\n'


def words(verdict):
    return {name: verdict[name] for name in SHOWN}


def answers(task):
    """`[(what it is, files, record)]`: start, solution and wrong answers."""
    yield "départ", task.start
    yield "solution", task.solution
    for number, wrong in enumerate(task.mistakes["wrong"]):
        yield wrong["says"], proof.wrong_answer(task, number)


@each
def test_start_fails_solution_passes_and_each_mistake_gets_its_words(task, child):
    assert [str(problem) for problem in proof.prove(task, child.judge)] == []


@each
def test_the_words_are_those_of_the_golden_file(task, child):
    told = {says: words(child.judge(files, task)) for says, files in answers(task)}
    golden = json.loads(GOLDEN.read_text(encoding="utf-8")) if GOLDEN.exists() else {}
    if os.environ.get("PAROLES"):
        text = json.dumps(golden | {task.slug: told}, ensure_ascii=False, indent=1)
        GOLDEN.write_text(text + "\n", encoding="utf-8")
        return
    assert told == golden[task.slug]


def test_no_verdict_keeps_the_name_of_a_value_in_the_place_of_the_value():
    assert not re.findall(r"\$[a-z_]+", GOLDEN.read_text(encoding="utf-8"))


def test_a_later_solution_still_passes_all_earlier_checks(child):
    rooms = [task for task in TASKS if task.chain == "salons"]
    for task in rooms:
        verdict = child.judge(rooms[-1].solution, task)
        assert verdict["state"] == "passed", (task.slug, verdict)


@pytest.mark.parametrize("delay", [0.06, 0.12])
def test_waiting_in_every_method_changes_no_verdict(delay, child):
    rooms = [task for task in TASKS if task.chain == "salons"]
    slow = slowed(rooms[-1].solution["consumers.py"], delay)
    for task in rooms:
        verdict = child.judge({"consumers.py": slow}, task)
        assert verdict["state"] == "passed", (task.slug, verdict)


def slowed(source, delay):
    lines = []
    for line in source.splitlines(keepends=True):
        lines.append(line)
        if line.startswith("    async def "):
            lines.append(SLOW.format(delay=delay))
    return "".join(lines)


def test_a_missing_file_is_named(tmp_path, settings):
    settings.VAR_DIR = tmp_path
    folder = tmp_path / "exercices" / "contenu" / "salons" / "90_vide"
    folder.mkdir(parents=True)
    (folder / "enonce.md").write_text("# Vide\n\n*socle · 10 minutes*\n", encoding="utf-8")
    problems = [str(problem) for problem in proof.prove(all_tasks()[-1], None)]
    assert any("check.py:1" in problem for problem in problems)


def test_code_lines_do_not_count_comments():
    assert proof.code_lines("# a\n\nx = 1\n<!-- b -->\n") == {"x = 1"}


def test_a_right_answer_that_fails_is_told(child):
    task = next(task for task in TASKS if task.slug == "lien")
    task.mistakes["right"].append({"says": "another way", "changes": [["{% url 'page2' %}", "/page2"]]})
    try:
        problems = [str(problem) for problem in proof.prove(task, child.judge)]
    finally:
        task.mistakes["right"].pop()
    assert len(problems) == 1
    assert "cette réponse juste devrait passer : failed fixed_address" in problems[0]
