"""Every task is proved, and every verdict stands in one reviewed file, paroles.json (golden.py writes it)."""

import ast
import os
import re
import subprocess
import sys
import tomllib

import pytest

from exercises import proof
from exercises.catalogue import all_tasks
from tests.exercises import golden
from tests.servers import ROOT

TASKS = all_tasks()
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


# What pupils write most often where they come from Flask's tutorials or from elsewhere, by what is wrong.
FREQUENT = {
    "Flask's words": "flask_form flask_link flask_context flask_route flask",
    "routes": "leading_slash near_route two_routes two_views path_comma route_in_a_tuple no_such_route file_for_route",
    "answers": "text_returned template_as_text raw_marks blank_variable tag_colon commented_tag file_not_found",
    "HTML": "crossed_tags tag_never_opened tag_never_closed doctype attributes curly_quotes id_twice",
    "forms": "no_token no_method field_missing field_without_name localhost sent_to_a_file sent_to_the_page_itself",
    "state": "same_time list_in_the_view global class_counter",
    "scripts": "no_parentheses no_such_id script_curly_quotes too_early other_capitals",
    "Channels": "near_type near_method not_called wrong_value method_outside async_in_sync_class layer_in_sync_class",
    "imports": "await_on_sync async_to_sync_in_async relative_import database old_channels no_user swallowed",
    "Python": "f_string_quotes else_if empty_block layer_method javascript_word notebook prompt fence encoding",
    "old Python": "except_comma late_global attribute_of_python_2 consumer_called no_handler_near forgot_to_remove",
}


@pytest.mark.parametrize("codes", FREQUENT.values(), ids=FREQUENT)
def test_the_most_frequent_mistakes_have_words_of_their_own(codes):
    met = {entry["code"] for answers in golden.read().values() for entry in answers.values()} | codes_with_examples()
    assert set(codes.split()) - met == set()


def codes_with_examples():
    """Those of words/*.toml, each beside a program that must make it."""
    tables = [
        tomllib.loads(path.read_text(encoding="utf-8")) for path in (ROOT / "workbench/stage/words").glob("*.toml")
    ]
    lists = [entries for table in tables for entries in table.values() if isinstance(entries, list)]
    return {entry["code"] for entries in lists for entry in entries}


def test_no_verdict_keeps_the_name_of_a_value_in_the_place_of_the_value():
    assert not re.findall(r"\$[a-z_]+", golden.FILE.read_text(encoding="utf-8"))


def test_a_later_solution_still_passes_all_earlier_checks(child):
    rooms = [task for task in TASKS if task.chain == "salons"]
    for task in rooms:
        verdict = child.judge(rooms[-1].solution, task)
        assert verdict["state"] == "passed", (task.slug, verdict)


@pytest.mark.parametrize(("delay", "most_wrong"), [(0.06, 2), (0.12, None)])
@each
def test_waiting_in_every_function_changes_no_verdict(task, delay, most_wrong, child):
    records, told, expected = golden.records(task), {}, {}
    for answer, written in answers(task, most_wrong):
        verdict = child.judge(slowed(answer.files, delay), task, records.get(answer.says))
        told[answer.says] = verdict["state"], verdict["code"]
        expected[answer.says] = written["state"], written["code"]
    assert told == expected


def answers(task, most_wrong):
    """Each answer with what is written of it: the right ones, and the first wrong ones, all of them for None."""
    written = [(answer, golden.told(task)[answer.says]) for answer in proof.answers(task)]
    right = [pair for pair in written if pair[1]["state"] == "passed"]
    return right + [pair for pair in written if pair[1]["state"] != "passed"][:most_wrong]


def test_verdicts_are_the_same_on_a_pc_whose_cores_are_taken(child):
    busy = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(os.cpu_count())]
    told, expected = {}, {}
    try:
        for task in TASKS:
            records = golden.records(task)
            for answer, written in answers(task, 2):
                told[f"{task.key}: {answer.says}"] = golden.words(
                    child.judge(answer.files, task, records.get(answer.says))
                )
                expected[f"{task.key}: {answer.says}"] = golden.words(written)
    finally:
        for process in busy:
            process.kill()
            process.wait()
    assert golden.without_hours(told) == golden.without_hours(expected)


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
    problems = [str(problem) for problem in proof.prove(all_tasks(drafts=True)[-1], None)]
    assert any("check.py:1" in problem for problem in problems)


RETOLD = {
    "a check that Python cannot read": ("check.py", "(chat):", "(chat)", "check.py:2 : Python ne comprend pas"),
    "text that is no TOML": ("erreurs.toml", '"no_mark"', '"no_mark', "erreurs.toml:7 : ce n’est pas du TOML"),
    "an answer that says nothing": ("erreurs.toml", 'says = "none"', "", "erreurs.toml:5 : il manque « says = … »"),
    "an answer without its mistake": ("erreurs.toml", "mistake =", "mistakes =", ":5 : il manque « mistake = … »"),
    "words without their function": (
        "erreurs.toml",
        "[[wrong]]",
        '[words.twice]\nof = "no_mark"\n\n[[wrong]]',
        "erreurs.toml:5 : check.py n’a pas de fonction twice(case)",
    ),
    "a name that no words have": ("check.py", '"no_mark")', '"no_marc")', "erreurs.toml n’a pas de [words.no_marc]"),
    "words that give way to more general ones": ("erreurs.toml", "exact = true", "", 'mistake = "wrong_value"'),
    "a headline of another form": ("enonce.md", "socle · 10", "facile - 10", "enonce.md:3 : il faut"),
}


@pytest.mark.parametrize("change", RETOLD.values(), ids=RETOLD)
def test_what_an_author_must_mend_has_its_file_and_line(change, tmp_path, settings, child):
    name, old, new, words = change
    settings.VAR_DIR = tmp_path
    folder = own_task(tmp_path)
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    problems = [str(problem) for problem in proof.prove(all_tasks(drafts=True)[-1], child.judge)]
    assert any(words in problem for problem in problems), problems
    assert len(problems) == len(set(problems))


def own_task(folder):
    """A teacher's own, written: a message comes with an exclamation mark."""
    folder = folder / "exercices" / "contenu" / "salons" / "90_crier"
    (folder / "solution").mkdir(parents=True)
    consumers = all_tasks()[-1].solution["consumers.py"]
    shouted = consumers.replace('"message": event["message"]', '"message": event["message"] + " !"')
    for name, text in {**OWN, "solution/consumers.py": shouted}.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


OWN = {
    "enonce.md": "# Crier\n\n*socle · 10 minutes*\n\nTexte\n\n"
    "## Ce qui sera essayé\n\n- A\n- B\n\n## Défi\n\nPlus fort.\n",
    "indices.md": "Un\n---\nDeux\n",
    "check.py": """
async def check(chat):
    greg = await chat.enter("A", "Greg", room="maths")
    await greg.says("coucou")
    await greg.receives({"type": "message", "userName": "Greg", "message": "coucou !"}, "no_mark")
""",
    "erreurs.toml": """
[words.no_mark]
exact = true

[[wrong]]
says = "none"
mistake = "no_mark"
changes = [['event["message"] + " !"', 'event["message"]']]
""",
}


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
