"""The pages of the exercises: one for each, its solution, and all solutions for the teacher."""

from django.conf import settings
from django.contrib.admin.views.decorators import staff_member_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST, require_safe
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_for_filename

from exercises import catalogue, proof
from exercises.forms import RulesForm
from exercises.models import Rules
from prose.markdown import Markdown
from workbench import boundary
from workbench.views import engine_data, page

html = Markdown().html
TITLES = {"lecon": "Votre serveur, pas à pas", "salons": "Le chat à plusieurs salons"}


@require_safe
def exercises(request):
    """The first exercise of the chain of rooms; the list leads to all others."""
    return exercise_page(request, catalogue.chain("salons")[0])


@require_safe
def exercise(request, slug):
    return exercise_page(request, find(slug))


def exercise_page(request, task, project=None, heading=""):
    """`project`: somebody else's, { id, files }, to be judged anew and counted as nobody's."""
    context = {
        "heading": heading,
        "rules": Rules.objects.current(),
        "statement_template": "exercises/statement.html",
        "chains": [(TITLES[name], tasks) for name in catalogue.CHAINS if (tasks := catalogue.chain(name))],
        "exercise": task,
        "step": import_string(settings.EXERCISES_STEP)(task.slug),
        "last": len(catalogue.chain(task.chain)),
        "statement": html(task.statement),
        "tries": [html(line) for line in task.tries],
        "hints": [html(hint) for hint in task.hints],
        "challenge": html(task.challenge),
    }
    judged = judgement(task, context["rules"].solutions)
    if project:
        judged |= {"slug": project["id"], "previous": None, "next": None}
    project = project or {"id": f"exercice-{task.key}", "files": task.start}
    return page(request, "exercises/exercise.html", project, judged, **context)


def judgement(task, rule):
    """What « Vérifier » needs to know; `rule` says when the solution opens."""
    following = catalogue.following(task)
    return {
        "slug": task.slug,
        "title": task.title,
        "previous": task.previous and task.previous.slug,
        "file": next((name for name in task.changed if name in task.start), None),
        "rule": rule,
        "stage": task.for_stage(),
        "solution": reverse("solution", args=[task.key]),
        "next": following and following.address,
    }


def find(slug):
    task = catalogue.find(slug)
    if task is None:
        raise Http404(slug)
    return task


@require_safe
def try_out(request, slug):
    """« Essayer »: the solution as a project of its own, to be changed at will."""
    task = find(slug)
    project = {"id": f"essai-{task.key}", "files": task.solution}
    return page(request, "workbench/workbench.html", project, heading=f"Essayer\u00a0: {task.title}")


@require_safe
def solution(request, slug):
    """Shown to who insists."""
    task = find(slug)
    codes = coloured(task.changed) if "insister" in request.GET else None
    return render(request, "exercises/solution.html", {"task": task, "codes": codes})


@require_safe
@staff_member_required(login_url="admin:login")
def solutions(request):
    """The teacher's page."""
    tasks = [(task, coloured(task.changed)) for task in catalogue.all_tasks() if task.folder == task.place]
    form = RulesForm(instance=Rules.objects.current())
    return render(request, "exercises/solutions.html", {"tasks": tasks, "form": form})


@require_POST
@staff_member_required(login_url="admin:login")
def rules(request):
    """When solutions open, for the whole class."""
    form = RulesForm(request.POST, instance=Rules.objects.current())
    if form.is_valid():
        form.save()
    return redirect("solutions")


@require_safe
@staff_member_required(login_url="admin:login")
def verify(request):
    """Tries every exercise in the teacher's own browser: start and solution, or all that erreurs.toml knows."""
    everything, chosen = "tout" in request.GET, request.GET.getlist("exercice")
    tasks = [task for task in catalogue.all_tasks() if not chosen or task.key in chosen]
    data = {"engine": engine_data(), "tasks": [to_verify(task, everything) for task in tasks]}
    response = render(request, "exercises/verify.html", {"data": data, "everything": everything})
    return boundary.with_policy(response, boundary.PAGE, request)


def to_verify(task, everything):
    """The task as its page's script wants it: each answer as what it changes in the solution."""
    answers = proof.answers(task) if everything else proof.answers(task)[:2]
    return {
        "key": task.key,
        "title": task.title,
        "address": task.address,
        "stage": task.for_stage(),
        "base": task.solution,
        "answers": [difference(answer, task.solution) for answer in answers],
    }


def difference(answer, base):
    changed = {name: text for name, text in answer.files.items() if base.get(name) != text}
    expected = {"says": answer.says, "state": answer.state, "code": answer.code, "line": answer.line}
    return expected | {"changed": changed, "without": [name for name in base if name not in answer.files]}


def coloured(files):
    return [(name, colour(name, text)) for name, text in files.items()]


def colour(name, text):
    return mark_safe(highlight(text, get_lexer_for_filename(name), HtmlFormatter(cssclass="code")))  # noqa: S308 - Pygments escapes
