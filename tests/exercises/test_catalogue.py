import ast
import re

import pytest

from exercises.catalogue import CONTENT, FILES, FIRST_STARTER, all_exercises

EXERCISES = all_exercises()
each = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.slug)


def comments(source):
    return [line for line in source.splitlines() if line.strip().startswith("#")]


def test_folders_are_numbered_from_one_without_a_hole_and_named():
    folders = sorted(folder.name for folder in CONTENT.iterdir() if folder.is_dir())
    assert len(folders) == len(EXERCISES)
    for number, name in enumerate(folders, start=1):
        assert re.fullmatch(rf"{number:02}_[a-z_]+", name)


def test_there_is_no_stray_file():
    found = {path.relative_to(CONTENT).as_posix() for path in CONTENT.rglob("*") if path.is_file()}
    found = {name for name in found if "__pycache__" not in name}
    wanted = {f"{exercise.folder.name}/{name}" for exercise in EXERCISES for name in FILES}
    assert found == wanted | {f"{EXERCISES[0].folder.name}/{FIRST_STARTER}"}


@each
def test_a_statement_has_a_title_and_an_example_of_frames(exercise):
    assert exercise.title
    assert not exercise.title.startswith("#")
    assert "```" in exercise.statement
    assert '{"type": ' in exercise.statement


@each
def test_there_are_at_least_two_hints(exercise):
    assert len(exercise.hints) >= 2
    assert all(exercise.hints)


@each
def test_a_solution_explains_what_is_new_in_it(exercise):
    assert set(comments(exercise.solution)) - set(comments(exercise.starter))


@each
def test_code_for_pupils_has_no_character_that_python_refuses(exercise):
    for source in (exercise.starter, exercise.solution, *re.findall(r"```python\n(.*?)```", exercise.statement, re.S)):
        assert "\N{NO-BREAK SPACE}" not in source


@each
def test_an_exercise_begins_where_the_previous_one_ended(exercise):
    previous = EXERCISES[exercise.number - 2].solution if exercise.number > 1 else exercise.read(FIRST_STARTER)
    assert exercise.starter == previous


def test_the_first_starter_is_a_short_consumer():
    starter = EXERCISES[0].starter
    ast.parse(starter)
    assert len(starter.splitlines()) <= 30


def test_a_teacher_adds_an_exercise_by_adding_a_folder(tmp_path):
    for name in ("01_un", "02_deux"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "check.py").write_text("async def check(chat):\n    return None\n", encoding="utf-8")
        (folder / "enonce.md").write_text(f"# Titre {name}\n\nTexte", encoding="utf-8")
    (tmp_path / "brouillon").mkdir()
    added = all_exercises(tmp_path)
    assert [(exercise.slug, exercise.title) for exercise in added] == [("un", "Titre 01_un"), ("deux", "Titre 02_deux")]
    assert added[1].previous is added[0]
