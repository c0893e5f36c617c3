"""The teacher's sheet: durations, plans, the programme's competences, a worksheet to print and, for staff, its key."""

from pathlib import Path

from django.shortcuts import render
from django.views.decorators.http import require_safe

from lesson import faults, prose, step_files
from lesson.faults import Fault, in_file
from lesson.steps import every_step
from prose.typography import french

FILE = Path(__file__).parent / "fiche.toml"
LIFELINES = {"A": ("Client A", 60), "S": ("Serveur", 310), "B": ("Client B", 560)}  # name, place in the drawing
# What each table of the file must say.
FILE_KEYS = ("programme", "plans", "worksheet")
PLAN_KEYS = ("title", "lead", "sessions")
SESSION_KEYS = ("title", "steps", "prepare", "print", "say", "stop", "close")
QUESTION_KEYS = ("step", "ask", "key", "lines")
ARROW_KEYS = ("from", "to", "label")
TOP, ROW = 46, 34  # of the first arrow, and from one to the next, in the drawing's own unit


@require_safe
def sheet(request):
    """`?corrige` fills the worksheet in, for who is signed in as staff."""
    try:
        content = read()
    except Fault as fault:
        faults.tell(fault)
        return render(request, "lesson/fault.html", {"fault": fault, "what": "Cette fiche"}, status=500)
    steps = {step.slug: step for step in every_step()}
    context = {
        "steps": steps.values(),
        "plans": [plan(settings, steps) for settings in content["plans"]],
        "programme": [competence(key, text, steps) for key, text in content["programme"].items()],
        "worksheet": [question(one, steps) for one in content["worksheet"] if one["step"] in steps],
        "shows_key": "corrige" in request.GET and request.user.is_staff,
    }
    return render(request, "lesson/sheet.html", context)


def read():
    """The file as it is now: an edit shows at the next load of the page. Raises Fault."""
    with in_file(FILE, FILE.stem):
        content = step_files.parsed(step_files.decoded(FILE.read_bytes()))
        check(content)
    return content


def check(content):
    """Raises Fault where a key is missing."""
    need("ce fichier", content, FILE_KEYS)
    for plan in content["plans"]:
        need("[[plans]]", plan, PLAN_KEYS)
        for session in plan["sessions"]:
            need("[[plans.sessions]]", session, SESSION_KEYS)
    for question in content["worksheet"]:
        need("[[worksheet]]", question, QUESTION_KEYS)
        for arrow in question.get("arrows", []):
            need("arrows", arrow, ARROW_KEYS)


def need(table, settings, keys):
    for key in keys:
        if key not in settings:
            which = settings.get("title") or settings.get("step") or settings.get("label")
            raise Fault(f"il manque {key} dans {table}" + (f" («\u00a0{which}\u00a0»)." if which else "."))


def plan(settings, steps):
    sessions = [session(one, steps) for one in settings["sessions"]]
    return {"title": french(settings["title"]), "lead": french(settings["lead"]), "sessions": sessions}


def session(settings, steps):
    shown = [steps[slug] for slug in settings["steps"] if slug in steps]
    words = {key: french(settings[key]) for key in ("title", "prepare", "print", "stop", "close")}
    say = [french(sentence) for sentence in settings["say"]]
    return words | {"steps": shown, "minutes": sum(step.minutes for step in shown), "say": say}


def competence(key, text, steps):
    return {"text": french(text), "steps": [step for step in steps.values() if key in step.programme]}


def question(settings, steps):
    arrows = settings.get("arrows", [])
    return {
        "step": steps[settings["step"]],
        "ask": prose.html(settings["ask"]),
        "key": prose.html(settings["key"]),
        "lines": range(settings["lines"]),
        "drawing": drawing(arrows) if arrows else None,
    }


def drawing(arrows):
    """What the template draws: lifelines and arrows with their coordinates."""
    ends = {end for arrow in arrows for end in (arrow["from"], arrow["to"])}
    height = TOP + ROW * len(arrows)
    return {
        "height": height,
        "lifelines": [{"name": name, "x": x} for end, (name, x) in LIFELINES.items() if end in ends],
        "arrows": [placed(arrow, TOP + ROW * rank) for rank, arrow in enumerate(arrows)],
    }


def placed(arrow, y):
    start, end = LIFELINES[arrow["from"]][1], LIFELINES[arrow["to"]][1]
    return {
        "label": french(arrow["label"]),
        "given": arrow.get("given", False),
        "start": start,
        "end": end,
        "head": end - 9 if end > start else end + 9,
        "middle": (start + end) / 2,
        "above": y - 6,
        "y": y,
        "head_top": y - 4,
        "head_bottom": y + 4,
    }
