"""The pupil's own files, under `var/exercices/`, and how far they have come.

`mon_chat.py` is the `consumers.py` of the chain *salons*; modules beside it are part of the project. `projet/` is the
project of the chain *lecon*.
"""

import hashlib
import json
from datetime import datetime
from itertools import chain, count

from django.conf import settings

CHAT = "mon_chat.py"
CONSUMERS = "consumers.py"


def folder():
    return settings.VAR_DIR / "exercices"


def place(task):
    """What the pupil opens in an editor: a file, or the folder of a project."""
    return folder() / (CHAT if task.chain == "salons" else "projet")


def shown_name(task, name):
    """The name that the pupil knows a file of the project by."""
    return CHAT if task.chain == "salons" and name == CONSUMERS else name


def ensure(task):
    """The pupil's files, made from the task's start unless they exist."""
    if not place(task).exists():
        write(task, task.start)
    return place(task)


def write(task, files):
    for name, text in files.items():
        path = path_of(task, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def path_of(task, name):
    return place(task) if name == CONSUMERS and task.chain == "salons" else place(task).joinpath(*name.split("/"))


def read(task):
    """`{path: text}`, bytes for what is no UTF-8; {} while an editor replaces the file."""
    if task.chain == "salons":
        beside = [path for path in folder().glob("*.py") if not path.name.startswith("mon_chat.")]
        paths = {CONSUMERS: place(task), **{path.name: path for path in beside}}
    else:
        paths = {path.relative_to(place(task)).as_posix(): path for path in visible(place(task))}
    try:
        return {name: decoded(path.read_bytes()) for name, path in paths.items()}
    except OSError:
        return {}


def visible(root):
    hidden = ("__pycache__",)
    paths = sorted(path for path in root.rglob("*") if path.is_file())
    return [p for p in paths if not any(part.startswith(".") or part in hidden for part in p.relative_to(root).parts)]


def decoded(content):
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content


def fingerprint(task):
    """Changes whenever a file is saved with another content; None while there is none."""
    files = read(task)
    return hashlib.sha256(repr(sorted(files.items())).encode()).hexdigest() if files else None


def reset(task):
    """Put the task's start in place; return where the pupil's work was kept, or None if there was none."""
    kept = None
    if place(task).exists():
        kept = free_name(f"{place(task).stem}.{datetime.now():%Y-%m-%d-%Hh%Mm%S}", place(task).suffix)
        place(task).replace(kept)
    write(task, task.start)
    return kept


def free_name(stem, suffix):
    """A path beside the pupil's files that holds nothing: one may reset twice within a second."""
    names = chain([f"{stem}{suffix}"], (f"{stem}-{number}{suffix}" for number in count(2)))
    return next(path for name in names if not (path := folder() / name).exists())


# --- progress ------------------------------------------------------------------------------------------------------
def passed():
    """The slugs of the tasks that were passed at least once."""
    try:
        return set(json.loads(progress_file().read_text(encoding="utf-8"))["passed"])
    except (OSError, ValueError, KeyError, TypeError):
        return set()


def note_passed(task):
    if task.slug not in passed():
        folder().mkdir(parents=True, exist_ok=True)
        text = json.dumps({"passed": sorted(passed() | {task.slug})})
        progress_file().write_text(text, encoding="utf-8")


def progress_file():
    return folder() / "progression.json"
