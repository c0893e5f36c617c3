"""The pages of the exercises."""

from django.contrib.admin.views.decorators import staff_member_required
from django.http import Http404, HttpResponseForbidden
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST, require_safe
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from exchanges import visitors
from exercises import workspace
from exercises.catalogue import all_exercises
from exercises.checker import checker
from exercises.owner import owns
from prose.markdown import Markdown

FRAMES = [("A", "accueil"), ("B", "accueil"), ("C", "nsi")]
html = Markdown().html


@require_safe
def exercises(request):
    """The exercise that is being worked on."""
    reached = workspace.reached() if owns(request) else 0
    return exercise_page(request, all_exercises()[min(reached, len(all_exercises()) - 1)])


@require_safe
def exercise(request, slug):
    return exercise_page(request, find(slug))


def exercise_page(request, exercise):
    mine = owns(request)
    if mine:
        workspace.ensure_file()
    context = {
        "exercises": all_exercises(),
        "exercise": exercise,
        "statement": html(exercise.statement),
        "hints": [html(hint) for hint in exercise.hints],
        "mine": mine,
        "reached": workspace.reached() if mine else 0,
        "file": workspace.file(),
        "frames": FRAMES,
    }
    response = render(request, "exercises/exercise.html", context)
    visitors.ensure(request, response)
    return response


def find(slug):
    for exercise in all_exercises():
        if exercise.slug == slug:
            return exercise
    raise Http404(slug)


@require_POST
def run_again(request):
    if not owns(request):
        return HttpResponseForbidden()
    checker.forget()
    return redirect("exercise", slug=find(request.POST.get("slug")).slug)


@require_POST
def reset(request):
    """Put the exercise's starter in the pupil's file, whose content is kept beside it."""
    if not owns(request):
        return HttpResponseForbidden()
    exercise = find(request.POST.get("slug"))
    workspace.reset(exercise)
    return redirect("exercise", slug=exercise.slug)


@require_safe
def solution(request, slug):
    """Shown after success, or to who insists."""
    exercise = find(slug)
    earned = owns(request) and exercise.number <= workspace.reached()
    shown = earned or "insister" in request.GET
    context = {"exercise": exercise, "code": shown and highlighted(exercise.solution)}
    return render(request, "exercises/solution.html", context)


@require_safe
@staff_member_required(login_url="admin:login")
def solutions(request):
    """The teacher's page."""
    codes = [(exercise, highlighted(exercise.solution)) for exercise in all_exercises()]
    return render(request, "exercises/solutions.html", {"codes": codes})


def highlighted(source):
    return mark_safe(highlight(source, PythonLexer(), HtmlFormatter(cssclass="code")))


@require_safe
def chat(request, room):
    """A frame of the page: the pupil's own chat."""
    return render(request, "exercises/chat.html", {"room": room, "mine": owns(request)})
