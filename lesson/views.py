"""The pages of the lesson: the list of its steps, and one step."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import escape
from django.utils.module_loading import import_string
from django.utils.safestring import mark_safe
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from exchanges import visitors
from lesson import faults
from lesson.faults import Fault
from lesson.steps import steps_and_faults
from lesson.tasks import tasks


@require_safe
def lesson(request):
    steps, faulty = steps_and_faults()
    context = {"steps": steps, "faults": faulty} | with_seance(steps, request.pupil.claim)
    response = render(request, "lesson/index.html", context)
    visitors.ensure(request, response)
    return response


def with_seance(steps, claim):
    """What the class does today, if the teacher has chosen (LESSON_SEANCE says how to ask), and the steps left."""
    seance = import_string(settings.LESSON_SEANCE)(claim) if settings.LESSON_SEANCE else None
    if seance is None:
        return {"seance": None, "further": steps}
    known = {step.slug: step for step in steps}
    chosen = [known[slug] for slug in seance["steps"] if slug in known]
    return {"seance": seance | {"steps": chosen}, "further": [step for step in steps if step not in chosen]}


@require_safe
@ensure_csrf_cookie  # two frames that open together would each get their own: one form refused
def step(request, slug):
    steps, faulty = steps_and_faults()
    rank = next((rank for rank, step in enumerate(steps) if step.slug == slug), None)
    if rank is None:
        return explain_one_of(faulty, request, slug)
    try:
        shown = steps[rank].panes
    except Fault as fault:
        faults.tell(fault)
        return explain(request, fault)
    response = HttpResponse()
    visitor = visitors.ensure(request, response)
    context = {
        "steps": steps,
        "step": steps[rank],
        "panes": shown,
        "observe_next": with_this_address(steps[rank].observe_next, request),
        "tasks": tasks(steps[rank].exercises),
        "frames": [frame.opened_by(visitor) for frame in steps[rank].frames],
        "previous": steps[rank - 1] if rank else None,
        "next": steps[rank + 1] if rank + 1 < len(steps) else None,
        "opened_at": timezone.now(),
    }
    response.content = render_to_string("lesson/step.html", context, request)
    return response


def explain_one_of(faulty, request, slug):
    """A file of that name may be there, and wrong."""
    for fault in faulty:
        if fault.slug == slug:
            return explain(request, fault)
    raise Http404(slug)


def explain(request, fault):
    """The page of a step that cannot be shown: where and what to mend."""
    return render(request, "lesson/fault.html", {"fault": fault}, status=500)


def with_this_address(html, request):
    """A step that speaks of addresses shows those that the reader has before its eyes."""
    site = urlsplit(f"{request.scheme}://{request.get_host()}")
    words = {
        "{site}": site.geturl(),
        "{machine}": site.hostname,
        "{port}": site.port or {"http": 80, "https": 443}[site.scheme],
    }
    for word, value in words.items():
        html = html.replace(word, escape(value))
    return mark_safe(html)  # noqa: S308 - from our Markdown, each piece put in is escaped
