"""How far the class is, as the pupils' own browsers declare it: from the notes that they keep at the site.

Nothing of it is proved (a pupil may write any note with a script), and the desk says so.
"""

import json
from collections import Counter
from datetime import timedelta

from django.utils import timezone

from chat.models import Message
from classroom import presence
from exercises.catalogue import all_tasks
from lesson.steps import every_step
from pupils.models import Note, Pupil
from relay.models import Server

PREFIX = "lesson."
READ, WRITTEN, PLACE, STUCK, SINCE = "progress", "exercises", "here", "stuck", "since"
LATELY = timedelta(hours=1)
RECENT = timedelta(hours=12)  # who was not seen for longer is not of this class
LONGEST = 300  # characters shown of what a browser declares


def overview(now=None, running=()):
    """The whole class as the desk shows it, ready for JSON. `running`: the addresses of the pupils' open servers."""
    now = now or timezone.now()
    pupils = [pupil for pupil in Pupil.objects.filter(seen_at__gt=now - RECENT) if pupil.has_come]
    visitors = presence.here([pupil.pk for pupil in pupils])
    notes = notes_of(pupils)
    rows = [row(pupil, notes.get(pupil.pk, {}), pupil.pk in visitors, now) for pupil in pupils]
    servers = dict(Server.objects.filter(slug__in=running).values_list("pupil", "slug"))
    for pupil in rows:
        pupil["server"] = servers.get(pupil["claim"], "")
    rows.sort(key=needs_help)
    return {
        "here": len(visitors),
        "pupils": rows,
        "tasks": sum(task.key == task.slug for task in all_tasks()),
        "steps": steps(rows, notes),
        "mistakes": mistakes(rows),
        "talk": last_message(),
    }


def last_message():
    """The number of the chat's last message, whatever its room."""
    return Message.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def notes_of(pupils):
    """{pupil: {name of the note: (value, when it was written)}}; what is no JSON object is left out."""
    keys = [f"{PREFIX}{name}" for name in (READ, WRITTEN, PLACE, STUCK, SINCE)]
    found = {}
    for note in Note.objects.filter(pupil__in=pupils, key__in=keys):
        value = parsed(note.value)
        if value is not None:
            found.setdefault(note.pupil_id, {})[note.key.removeprefix(PREFIX)] = value, note.written_at
    return found


def parsed(text):
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def row(pupil, notes, is_here, now):
    """One pupil: counts, the page that is open, and the last mistake if its exercise is not passed yet."""
    read, _ = notes.get(READ, ({}, None))
    written, _ = notes.get(WRITTEN, ({}, None))
    place, _ = notes.get(PLACE, ({}, None))
    answers = [answer for step in answered(read).values() for answer in step.values()]
    passed = [slug for slug, how in written.items() if how]
    return {
        "claim": pupil.pk,
        "name": pupil.name,
        "muted": pupil.muted,
        "blocked": pupil.blocked,
        "here": is_here,
        "place": short(place.get("title")),
        "read": len(answered(read)),
        "found": answers.count("found"),
        "again": answers.count("again"),
        "passed": len(passed),
        "taken": sum(written[slug] == "repris" for slug in passed),
        "stuck": stuck(notes, passed, now),
    }


def answered(read):
    """{step: {question: answer}} of a note on what was read."""
    steps = read.get("steps")
    return {slug: given for slug, given in steps.items() if isinstance(given, dict)} if isinstance(steps, dict) else {}


def stuck(notes, passed, now):
    """What a pupil's last verdict said, None once that exercise is passed."""
    last, written_at = notes.get(STUCK, ({}, None))
    slug = short(last.get("slug"))
    if not slug or slug in passed:
        return None
    _, since = notes.get(SINCE, ({}, written_at))
    return {
        "slug": slug,
        "title": short(last.get("title")),
        "code": short(last.get("code")),
        "did": short(last.get("did")),
        "tries": last["tries"] if isinstance(last.get("tries"), int) else 1,
        "since": max(0, int((now - since).total_seconds()) // 60 * 60),  # whole minutes: less is no news
        "lately": now - written_at < LATELY,
    }


def short(value):
    return value[:LONGEST] if isinstance(value, str) else ""


def needs_help(pupil):
    """The order of the list: those who are here and stuck, the longest first; then those who are here; the others."""
    if not pupil["here"]:
        return 2, 0, pupil["name"]
    if pupil["stuck"]:
        return 0, -pupil["stuck"]["since"], pupil["name"]
    return 1, 0, pupil["name"]


def steps(rows, notes):
    """Each step: how many have opened it, and for each of its questions how many found or missed the answer."""
    reading = [answered(notes.get(pupil["claim"], {}).get(READ, ({}, None))[0]) for pupil in rows]
    return [
        {
            "slug": step.slug,
            "title": step.title,
            "readers": sum(step.slug in read for read in reading),
            "questions": questions(step.slug, reading),
        }
        for step in every_step()
    ]


def questions(slug, reading):
    """[{number, found, again}] of the questions of a step that somebody answered."""
    given = [(number, answer) for read in reading for number, answer in read.get(slug, {}).items()]
    found = Counter(number for number, answer in given if answer == "found")
    again = Counter(number for number, answer in given if answer == "again")
    numbers = sorted((number for number in found | again if number.isdecimal()), key=int)
    return [{"number": int(number), "found": found[number], "again": again[number]} for number in numbers]


def mistakes(rows):
    """The commonest mistakes of the hour: the exercise, how many are stuck there, and one pupil's message, unnamed."""
    lately = [pupil["stuck"] for pupil in rows if pupil["stuck"] and pupil["stuck"]["lately"]]
    counts = Counter((mistake["slug"], mistake["code"]) for mistake in lately)
    examples = {(mistake["slug"], mistake["code"]): mistake for mistake in lately}
    return [
        {"count": count, "title": examples[which]["title"], "did": examples[which]["did"]}
        for which, count in counts.most_common(8)
    ]
