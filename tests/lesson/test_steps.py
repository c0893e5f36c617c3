"""The course itself, checked by a program: each step has all its parts, and all that it refers to exists."""

import re
import tomllib
from html import unescape
from itertools import pairwise
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import resolve

from lesson.step_files import FOLDER
from lesson.steps import LEVELS, every_step, step_of

SLUGS = [
    "serveur",
    "structurer",
    "variables",
    "liens",
    "javascript",
    "formulaire-post",
    "get-ou-post",
    "cookies",
    "https",
    "chat-formulaire",
    "websocket",
    "diffusion",
    "participants",
    "duree",
    "salons",
    "vrai-chat",
    "chez",
]
STEPS = pytest.mark.parametrize("step", every_step(), ids=lambda step: step.slug)
TAG = re.compile(r"<[^>]+>")
CODE = re.compile(r"<(code|pre|textarea)\b.*?</\1>", re.DOTALL)


def prose_of(step):
    activities = [
        text
        for activity in [*step.predictions, *step.activities]
        for text in [activity.title, activity.body, activity.check, *(c.text + c.feedback for c in activity.choices)]
    ]
    return [step.title, step.objective, step.observe, step.observe_next, *activities, step.remember]


def test_the_steps_are_those_of_the_plan_in_its_order():
    assert [(step.number, step.slug) for step in every_step()] == list(enumerate(SLUGS, 1))


def test_the_folder_holds_steps_and_what_explains_them():
    assert sorted(path.name for path in FOLDER.iterdir() if not path.name[0].isdigit()) == ["LISEZMOI.md"]


@STEPS
def test_a_step_has_all_its_parts(step):
    assert step.title
    assert step.level in LEVELS
    assert all([step.objective, step.observe, step.remember, step.panes])
    assert [frame.client for frame in step.frames] == ["A", "B", "C"][: len(step.frames)]
    assert step.frames


@STEPS
def test_each_question_has_one_right_answer_and_a_word_for_each_choice(step):
    questions = [activity for activity in [*step.predictions, *step.activities] if activity.choices]
    assert len(questions) >= 2
    for question in questions:
        assert sum(choice.right for choice in question.choices) == 1, question.title
        assert all(choice.text and choice.feedback for choice in question.choices), question.title


@STEPS
def test_each_task_tells_afterwards_what_was_to_be_seen(step):
    for activity in step.activities:
        assert activity.choices or activity.check or "<a " in activity.body, activity.title


def test_the_right_answer_is_not_always_in_the_same_place():
    places = {
        [choice.right for choice in activity.choices].index(True)
        for step in every_step()
        for activity in step.activities
        if activity.choices
    }
    assert places == {0, 1, 2}


@STEPS
def test_the_frames_open_on_pages_that_exist(step):
    for frame in step.frames:
        assert resolve(frame.address.partition("?")[0].replace("{", "").replace("}", ""))


@STEPS
def test_links_and_buttons_of_the_prose_lead_somewhere(step):
    for text in prose_of(step):
        for address in re.findall(r'href="([^"]+)"', text):
            assert resolve(address)
        assert "http-equiv" not in text


@STEPS
def test_the_prose_is_set_as_french_is(step):
    for text in prose_of(step):
        words = TAG.sub("", CODE.sub("", text))
        assert not re.search(r"[ \n][:;?!»]|« |[^\s\u00a0]»|«[^\s\u00a0]", words), words
        assert "'" not in words.replace("&#x27;", "'"), words
        assert not re.search(r"\bcrypt", words), words
        assert "template" not in words.lower(), words


@STEPS
def test_with_several_clients_the_files_of_the_pages_are_not_drawn_at_first(step):
    assert step.hides_files == (len(step.frames) > 1)


@STEPS
def test_static_files_shown_are_those_served(step):
    for pane in step.panes:
        if pane.file.startswith("static/") and not pane.trial:
            assert finders.find(pane.file.removeprefix("static/"))


def readable(html):
    return TAG.sub(" ", html)


@STEPS
def test_there_is_something_to_do_within_150_words(step):
    """To predict, or what a paragraph « À faire » asks."""
    before, to_do, _ = step.observe.partition('<p class="to-do">')
    assert to_do, "nothing to do"
    told = step.objective + ("" if step.predictions else before)
    assert len(readable(told).split()) <= 150


def test_what_is_to_be_done_first_keeps_its_workshop_and_the_rest_follows():
    step = next(step for step in every_step() if step.slug == "variables")
    assert step.observe.rstrip().endswith("</div>")
    assert "received" in step.observe
    assert step.observe_next.startswith("<p><strong>Le navigateur n’a jamais vu")


@STEPS
def test_finding_by_chance_is_not_likely(step):
    """With two choices a second try would be every choice."""
    if step.slug in SLUGS[:9]:
        for activity in [*step.predictions, *step.activities]:
            assert len(activity.choices) != 2, activity.title


def test_the_words_of_the_programme_occur_and_are_spelt_in_one_way():
    lesson = " ".join(readable(text) for step in every_step() for text in prose_of(step)).lower()
    for word in ["paramètre", "composant graphique", "évènement", "requête", "réponse", "chiffr", "gestionnaire"]:
        assert word in lesson, word
    assert "événement" not in lesson
    assert "leçon d’origine" not in lesson


@STEPS
def test_steps_are_called_by_their_titles(step):
    for text in prose_of(step):
        assert not re.search(r"étapes? [0-9]", readable(text))


ORIGINAL = tomllib.loads((Path(__file__).parent / "original.toml").read_text(encoding="utf-8"))["paragraphs"]


@pytest.mark.parametrize("paragraph", ORIGINAL, ids=lambda paragraph: paragraph["begins"][:40])
def test_every_paragraph_of_the_original_lesson_is_met_by_a_step(paragraph):
    step = next(step for step in every_step() if step.slug == paragraph["step"])
    shown = [unescape(text) for text in prose_of(step)] + [pane.code for pane in step.panes]
    assert paragraph["holds"] in "\n".join(shown)


def test_the_original_lesson_is_met_in_its_own_order():
    """But for what the real site needs sooner, its order is the steps'."""
    ranks = [SLUGS.index(paragraph["step"]) for paragraph in ORIGINAL]
    backwards = sum(later < earlier for earlier, later in pairwise(ranks))
    assert backwards <= 4


def test_an_edited_file_shows_at_the_next_load(monkeypatch, tmp_path):
    for path in FOLDER.glob("01-*.md"):
        (tmp_path / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr("lesson.step_files.FOLDER", tmp_path)
    (first,) = every_step()
    path = tmp_path / "01-serveur.md"
    path.write_text(
        path.read_text(encoding="utf-8").replace(first.settings["title"], "Un autre titre"), encoding="utf-8"
    )
    assert [step.title for step in every_step()] == ["Un autre titre"]


def test_the_step_of_an_exercise_is_found():
    assert step_of("route").slug == "serveur"
    assert step_of("rien") is None
