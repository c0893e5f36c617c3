"""A pupil's booklet: of each step what to remember, its exchange, and what this pupil wrote. Blank for nobody."""

import json
import tomllib
from pathlib import Path

from django.shortcuts import render
from django.views.decorators.http import require_safe

from lesson.sheet import drawing
from lesson.steps import every_step
from prose.typography import french
from pupils import identity

FILE = Path(__file__).parent / "carnet.toml"
OWN_SERVER = "mon-serveur"  # the project that belongs to no step


@require_safe
def booklet(request):
    """`?vierge` leaves out what the pupil wrote: the handout of who was absent."""
    pupil = None if "vierge" in request.GET else identity.current(request)
    exchanges, written, projects = read(), answers(pupil), changed_files(pupil)
    chapters = [
        {
            "step": step,
            "exchange": exchange(exchanges.get(step.slug)),
            "answers": answered(step, written.get(step.slug)),
            "files": [file for slug in step.exercises for file in projects.pop(f"exercice-{slug}", ())],
        }
        for step in every_step()
    ]
    context = {"pupil": pupil, "chapters": chapters, "own_server": projects.get(OWN_SERVER, ())}
    return render(request, "lesson/booklet.html", context)


def read():
    """The exchanges by step, as the file is now."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def answers(pupil):
    """{step: {place: text}}, as the pupil's browser sent it: anything else counts as nothing."""
    note = pupil and pupil.notes.filter(key="lesson.written").first()
    try:
        written = json.loads(note.value) if note else {}
    except (ValueError, RecursionError):
        return {}
    return written if isinstance(written, dict) else {}


def answered(step, places):
    """The questions that this step asks in words, each with the pupil's `text`."""
    places = places if isinstance(places, dict) else {}
    asked = [activity for activity in [*step.predictions, *step.activities] if activity.written]
    return [{"title": activity.title, "text": places.get(str(activity.number), "")} for activity in asked]


def changed_files(pupil):
    """{project: [(path, text)]}: each file as it was left, but where an earlier project holds the same."""
    latest = {version.project: version.files for version in pupil.versions.order_by("pk")} if pupil else {}
    order = [f"exercice-{slug}" for step in every_step() for slug in step.exercises] + [OWN_SERVER]
    seen, changed = set(), {}
    for project in dict.fromkeys(order):
        files = sorted(latest.get(project, {}).items())
        changed[project] = [file for file in files if file not in seen and file[1].strip()]
        seen.update(files)
    return changed


def exchange(settings):
    """The drawing, and the sentence below it. A step of the teacher's own may have none."""
    if settings is None:
        return None
    arrows = [arrow | {"given": True} for arrow in settings["arrows"]]
    return {"caption": french(settings["caption"]), "drawing": drawing(arrows)}
