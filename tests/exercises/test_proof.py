"""Every task is proved, and every verdict stands in one reviewed file, paroles.json (golden.py writes it)."""

import ast
import os
import re
import subprocess
import sys

import pytest

from exercises import proof
from exercises.catalogue import all_tasks
from tests.exercises import golden

TASKS = all_tasks()
PARTS = 4  # of them, so that each test ends in time
each = pytest.mark.parametrize("task", TASKS, ids=lambda task: task.key)


@pytest.fixture(scope="module")
def judge(child):
    """`child.judge`, once for each project: what it says is proved and compared with the golden file."""
    told = {}

    def remembered(files, task, record=None):
        key = task.key, frozenset(files.items())
        if key not in told:
            told[key] = child.judge(files, task, record)
        return told[key]

    return remembered


@each
def test_start_fails_solution_passes_each_mistake_gets_its_words_and_all_are_in_the_golden_file(task, judge):
    records = golden.records(task)
    assert [str(problem) for problem in proof.prove(task, judge, records)] == []
    told = {answer.says: judge(answer.files, task, records.get(answer.says)) for answer in proof.answers(task)}
    golden.compare(task, told, records)


def test_each_script_was_played_in_a_browser():
    played = [task for task in TASKS if task.play]
    assert played
    assert all(golden.records(task) for task in played)


def test_no_verdict_keeps_the_name_of_a_value_in_the_place_of_the_value():
    assert not re.findall(r"\$[a-z_]+", golden.FILE.read_text(encoding="utf-8"))


def test_a_later_solution_still_passes_all_earlier_checks(child):
    rooms = [task for task in TASKS if task.chain == "salons"]
    for task in rooms:
        verdict = child.judge(rooms[-1].solution, task)
        assert verdict["state"] == "passed", (task.slug, verdict)


@pytest.mark.parametrize("delay", [0.06, 0.12])
@each
def test_waiting_in_every_function_changes_no_verdict(task, delay, child):
    records, expected, told = golden.records(task), golden.told(task), {}
    for answer in proof.answers(task):
        verdict = child.judge(slowed(answer.files, delay), task, records.get(answer.says))
        told[answer.says] = (verdict["state"], verdict["code"])
    assert told == {says: (entry["state"], entry["code"]) for says, entry in expected.items()}


@pytest.mark.parametrize("part", range(PARTS))
def test_verdicts_are_the_same_on_a_pc_whose_cores_are_taken(part, child):
    tasks = TASKS[part::PARTS]
    busy = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(os.cpu_count())]
    try:
        told = {task.key: all_words(task, child.judge) for task in tasks}
    finally:
        for process in busy:
            process.kill()
            process.wait()
    assert golden.without_hours(told) == golden.without_hours({task.key: written_words(task) for task in tasks})


def all_words(task, judge):
    records = golden.records(task)
    return {a.says: golden.words(judge(a.files, task, records.get(a.says))) for a in proof.answers(task)}


def written_words(task):
    return {says: golden.words(entry) for says, entry in golden.told(task).items()}


def slowed(files, delay):
    """The same project, where every function of its Python files waits first."""
    return {name: wait_first(text, delay) if name.endswith(".py") else text for name, text in files.items()}


def wait_first(source, delay):
    """The source as it is where Python cannot read it: the mistake is elsewhere than in time."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return source
    lines = source.splitlines(keepends=True)
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    for function in sorted(functions, key=lambda node: node.body[0].lineno, reverse=True):
        first = next((node for node in function.body if not isinstance(node, ast.Global)), function.body[-1])
        if first.lineno > function.lineno:
            wait = WAIT[type(function)].format(delay=delay)
            lines.insert(first.lineno - 1, " " * first.col_offset + wait + "\n")
    return "".join(lines)


WAIT = {
    ast.FunctionDef: '__import__("time").sleep({delay})',
    ast.AsyncFunctionDef: 'await __import__("asyncio").sleep({delay})',
}


def test_a_missing_file_is_named(tmp_path, settings):
    settings.VAR_DIR = tmp_path
    folder = tmp_path / "exercices" / "contenu" / "salons" / "90_vide"
    folder.mkdir(parents=True)
    (folder / "enonce.md").write_text("# Vide\n\n*socle · 10 minutes*\n", encoding="utf-8")
    problems = [str(problem) for problem in proof.prove(all_tasks()[-1], None)]
    assert any("check.py:1" in problem for problem in problems)


def test_code_lines_do_not_count_comments():
    assert proof.code_lines("# a\n\nx = 1\n<!-- b -->\n") == {3: "x = 1"}


def test_a_right_answer_that_fails_is_told(child):
    task = next(task for task in TASKS if task.slug == "lien")
    task.mistakes["right"].append({"says": "another way", "changes": [["{% url 'page2' %}", "/page2"]]})
    try:
        problems = [str(problem) for problem in proof.prove(task, child.judge)]
    finally:
        task.mistakes["right"].pop()
    assert len(problems) == 1
    assert "« another way » devrait passer : failed fixed_address" in problems[0]
