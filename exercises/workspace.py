"""The pupil's own files, under `var/exercices/`: the chat being written and how far it has come."""

import hashlib
import json
from datetime import datetime
from itertools import chain, count

from django.conf import settings

from exercises.catalogue import all_exercises


def folder():
    return settings.VAR_DIR / "exercices"


def file():
    return folder() / "mon_chat.py"


def ensure_file():
    """The pupil's file, made from the first starter unless it exists."""
    if not file().exists():
        write(all_exercises()[0].starter)
    return file()


def write(source):
    folder().mkdir(parents=True, exist_ok=True)
    file().write_text(source, encoding="utf-8")


def fingerprint():
    """Changes whenever the file is saved; None while there is no file (some editors replace it)."""
    try:
        return f"{file().stat().st_mtime_ns}-{hashlib.sha256(file().read_bytes()).hexdigest()}"
    except OSError:
        return None


def reset(exercise):
    """Put the exercise's starter in place; return where the pupil's work was kept, or None if there was none."""
    kept = None
    if file().exists():
        kept = free_name(f"mon_chat.{datetime.now():%Y-%m-%d-%Hh%Mm%S}")
        file().replace(kept)
    write(exercise.starter)
    return kept


def free_name(stem):
    """A path beside the pupil's file that holds nothing: a double click resets twice within a second."""
    names = chain([f"{stem}.py"], (f"{stem}-{number}.py" for number in count(2)))
    return next(path for name in names if not (path := folder() / name).exists())


def reached():
    """How many exercises have been passed at best."""
    try:
        return int(json.loads(progress_file().read_text(encoding="utf-8"))["reached"])
    except (OSError, ValueError, KeyError, TypeError):
        return 0


def note_reached(count):
    if count > reached():
        folder().mkdir(parents=True, exist_ok=True)
        progress_file().write_text(json.dumps({"reached": count}), encoding="utf-8")


def progress_file():
    return folder() / "progression.json"
