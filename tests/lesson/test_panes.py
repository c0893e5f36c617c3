"""The code shown is the code that runs."""

import inspect
import textwrap

import pytest
from django.conf import settings
from django.urls import resolve

from lesson import panes
from lesson.steps import every_step
from lesson.tasks import tasks
from pages import views

STEPS = pytest.mark.parametrize("step", every_step(), ids=lambda step: step.slug)


@STEPS
def test_each_pane_shows_these_very_lines_of_its_file(step):
    for pane in step.panes:
        shown = step.settings["code"][int(pane.key.removeprefix("code-")) - 1]
        lines = whole(shown, pane).splitlines()[pane.first - 1 : pane.last]
        assert textwrap.dedent("\n".join(lines)).rstrip() == pane.code


def whole(shown, pane):
    """The text of the file that a pane shows a part of: an exercise's solution, or the site's own."""
    if "exercise" in shown:
        return tasks([shown["exercise"]])[0].solution[pane.file]
    return (settings.BASE_DIR / pane.file).read_text(encoding="utf-8")


@STEPS
def test_a_step_shows_the_solution_of_its_own_exercises_first_and_then_the_site(step):
    of_step = {task.trial: task for task in tasks(step.exercises)}
    if not of_step:
        return
    own = [pane for pane in step.panes if pane.trial]
    assert step.panes[: len(own)] == own
    assert own
    assert {pane.trial for pane in own} <= set(of_step)
    for pane in own:
        assert pane.file in of_step[pane.trial].changed
    assert all(pane.site for pane in step.panes if pane not in own)


@STEPS
def test_a_view_shown_is_the_one_that_answers(step):
    for shown in [pane for pane in step.settings["code"] if "view" in pane]:
        view = inspect.unwrap(resolve(shown["view"]).func)
        pane = panes.pane("code", **shown)
        assert pane.code == inspect.getsource(view).rstrip()
        assert f"def {view.__name__}(" in pane.code


def test_only_the_function_concerned_is_shown():
    pane = panes.pane("code-1", "Vue", view="/hello")
    assert pane.file == "pages/views.py"
    assert "def hello(" in pane.code
    assert "def home(" not in pane.code
    assert pane.first == inspect.getsourcelines(views.hello)[1]


def test_a_method_is_shown_without_the_indentation_of_its_class():
    pane = panes.pane("code-1", "Diffusion", python="chat.census.Census.count")
    assert pane.code.startswith("def count(self, key):\n    ")


def test_one_function_of_a_script_is_shown_with_its_comment():
    pane = panes.pane("code-1", "Affichage", file="static/chat/view.js", function="drawMessage")
    assert pane.code.startswith("/** The only place")
    assert pane.code.count("\nfunction ") == 1
    assert pane.code.endswith("\n}")


def test_one_element_of_a_template_is_shown():
    pane = panes.pane("code-1", "Gabarit", file="templates/pages/formulaire.html", tag="main")
    assert pane.code.startswith("<main>")
    assert pane.code.endswith("</main>")


def test_one_block_of_a_module_is_shown():
    pane = panes.pane("code-1", "Réglages", file="nsi_site/settings.py", block="if HTTPS")
    assert pane.code.startswith("if HTTPS:")
    assert all(line.startswith("    ") for line in pane.code.splitlines()[1:])


def test_the_lines_spoken_of_stand_out_and_no_other():
    pane = panes.pane("code-1", "Vue", view="/page2", mark=["heure ="])
    assert pane.html.count('class="hll"') == 1
    assert panes.spoken_of("a = 1\nb = 2\na = 3", ["a ="]) == (1, 3)


def test_a_text_to_mark_that_is_nowhere_is_an_error():
    with pytest.raises(ValueError, match="Not in the code: voler"):
        panes.pane("code-1", "Vue", view="/hello", mark=["voler"])


def test_what_a_pupil_would_write_comes_before_the_code_of_the_site():
    for step in every_step():
        of_the_site = [bool(pane.site) for pane in step.panes]
        assert of_the_site == sorted(of_the_site), step.slug
        assert not all(of_the_site), step.slug


def test_a_function_that_does_not_exist_is_an_error():
    with pytest.raises(ValueError, match=r"Not in static/pages/script\.js"):
        panes.pane("code-1", "Script", file="static/pages/script.js", function="voler")


def test_lines_are_numbered_as_in_the_file_and_can_be_pointed_at():
    pane = panes.pane("code-2", "Vue", view="/hello")
    for line in range(pane.first, pane.last + 1):
        assert f'id="code-2-{line}"' in pane.html
        assert f'<span class="linenos">{line}</span>' in pane.html


def test_highlighting_needs_no_inline_style():
    for step in every_step():
        for pane in step.panes:
            assert "style=" not in pane.html.replace("style=&quot;", "")


def test_what_the_code_contains_is_escaped():
    assert "<p>Hello" not in panes.pane("code-1", "Vue", view="/hello").html
