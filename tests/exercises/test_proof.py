"""Every task is proved, and every verdict stands in one reviewed file, paroles.json (golden.py writes it)."""

import os
import re
import subprocess
import sys

import pytest

from exercises import proof
from exercises.catalogue import all_tasks
from tests.exercises import golden

TASKS = all_tasks()
each = pytest.mark.parametrize("task", TASKS, ids=lambda task: task.key)
METHOD = re.compile(r"^    async def .*:\n(?: {8}global .*\n)?", re.M)
SLOW = '        await __import__("asyncio").sleep({delay})\n'


@each
def test_start_fails_solution_passes_and_each_mistake_gets_its_words(task, child):
    assert [str(problem) for problem in proof.prove(task, child.judge, golden.records(task))] == []


@each
def test_the_words_are_those_of_the_golden_file(task, child):
    records = golden.records(task)
    told = {answer.says: child.judge(answer.files, task, records.get(answer.says)) for answer in proof.answers(task)}
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
def test_waiting_in_every_method_changes_no_verdict(delay, child):
    rooms = [task for task in TASKS if task.chain == "salons"]
    slow = slowed(rooms[-1].solution, delay)
    for task in rooms:
        verdict = child.judge(slow, task)
        assert verdict["state"] == "passed", (task.slug, verdict)


@pytest.mark.parametrize("task", [task for task in TASKS if "consumers.py" in task.changed], ids=lambda task: task.key)
def test_waiting_in_every_method_makes_no_answer_right_or_wrong(task, child):
    records = golden.records(task)
    told = {}
    for answer in proof.answers(task):
        verdict = child.judge(slowed(answer.files, 0.12), task, records.get(answer.says))
        told[answer.says] = (answer.state, verdict["state"])
    assert {says: states for says, states in told.items() if states[0] != states[1]} == {}


def test_verdicts_are_the_same_on_a_pc_whose_cores_are_taken(child):
    busy = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(2 * os.cpu_count())]
    try:
        task = next(task for task in TASKS if task.slug == "horloge")
        told = {answer.says: golden.words(child.judge(answer.files, task)) for answer in proof.answers(task)}
    finally:
        for process in busy:
            process.kill()
            process.wait()
    assert told == golden.told(task)


def slowed(files, delay):
    """The same project, where each method of consumers.py waits first."""
    source = METHOD.sub(rf"\g<0>{SLOW.format(delay=delay)}", files["consumers.py"])
    return files | {"consumers.py": source}


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
