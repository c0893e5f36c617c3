import ast
import itertools
import re

import pytest

from exercises import catalogue
from exercises.catalogue import CONTENT, NEEDED, all_tasks, chain, find

TASKS = all_tasks()
each = pytest.mark.parametrize("task", TASKS, ids=lambda task: task.key)


def comments(files):
    return {line for text in files.values() for line in text.splitlines() if line.strip().startswith(("#", "{#", "//"))}


def folders_of(name):
    return sorted(path.name for path in (CONTENT / name).iterdir() if path.name != catalogue.FIRST)


def test_rooms_are_numbered_from_one_without_a_hole():
    for number, folder in enumerate(folders_of("salons"), start=1):
        assert re.fullmatch(rf"{number:02}_[a-z_]+", folder)


def test_no_two_tasks_of_the_lesson_have_one_number():
    folders = folders_of("lecon")
    assert all(re.fullmatch(r"\d\d_[a-z_]+", folder) for folder in folders)
    assert len({folder[:2] for folder in folders}) == len(folders)


def test_keys_are_unique_and_found():
    assert len({task.key for task in TASKS}) == len(TASKS)
    assert find("message-prive").number == 10
    assert find("rien") is None


def test_there_is_no_stray_file():
    for task in TASKS:
        names = {path.name for path in task.folder.iterdir()}
        assert names - {"__pycache__", "jeu.toml", "depart"} == set(NEEDED)


@each
def test_a_statement_says_level_minutes_and_what_will_be_tried(task):
    assert task.level in catalogue.LEVELS
    assert 5 <= task.minutes <= 45
    assert len(task.tries) >= 2
    assert task.challenge
    assert task.statement
    assert not task.title.startswith("#")


@each
def test_there_are_at_least_two_hints(task):
    assert len(task.hints) >= 2
    assert all(task.hints)


@each
def test_a_solution_explains_what_is_new_in_it(task):
    assert comments(task.solution) - comments(task.start)


@each
def test_code_for_pupils_has_no_character_that_python_refuses(task):
    for source in (*task.solution.values(), *re.findall(r"```python\n(.*?)```", task.statement, re.S)):
        assert "\N{NO-BREAK SPACE}" not in source


@each
def test_what_clients_say_can_be_printed_by_a_pupil(task):
    assert "\N{NO-BREAK SPACE}" not in task.read("check.py")


@each
def test_a_check_holds_neither_lambdas_nor_pieces_of_sentences(task):
    tree = ast.parse(task.read("check.py"))
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Lambda)]


def test_a_task_begins_where_the_one_before_ended():
    for before, task in itertools.pairwise(chain("salons")):
        assert task.start == before.solution | catalogue.files_in(task.place / "depart")


def test_a_teacher_adds_a_task_by_adding_a_folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    folder = tmp_path / "exercices" / "contenu" / "salons" / "90_mon_exercice"
    folder.mkdir(parents=True)
    (folder / "enonce.md").write_text("# Titre\n\n*socle · 10 minutes*\n\nTexte\n", encoding="utf-8")
    assert all(task.slug != "mon-exercice" for task in chain("salons")), "a class does not see what is not written"
    added = chain("salons", drafts=True)[-1]
    assert (added.slug, added.title, added.statement) == ("mon-exercice", "Titre", "Texte")
    assert added.previous.slug == chain("salons")[-1].slug
