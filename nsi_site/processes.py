"""The processes that serve the site of this folder. Without Redis several of them know nothing of each other."""

import json
import logging
import os
from contextlib import contextmanager, suppress

import psutil
from django.conf import settings

logger = logging.getLogger(__name__)

FOLDER = "processus"  # below VAR_DIR: a note for each, under its number
ADVICE = (
    "Chacun compte ses seuls visiteurs et reçoit en retard ce que disent les autres\u00a0: "
    "n’en gardez qu’un, ou donnez REDIS_URL à tous."
)


def known(lifespan):
    """The application of ASGI's lifespan, of which the process is noted as long as it serves."""

    async def lifespan_with_note(scope, receive, send):
        with noted(settings.VAR_DIR / FOLDER):
            tell_if_divided()
            await lifespan(scope, receive, send)

    return lifespan_with_note


@contextmanager
def noted(folder):
    """A folder that cannot be written keeps nobody from serving."""
    note = folder / f"{os.getpid()}.json"
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        note.write_text(json.dumps(this_process()), encoding="utf-8")
    try:
        yield
    finally:
        with suppress(OSError):
            note.unlink(missing_ok=True)


def tell_if_divided():
    if numbers := divided():
        logger.warning("%s %s", sentence(numbers), ADVICE)


def sentence(numbers):
    return f"{len(numbers)} processus servent le même dossier sans Redis ({', '.join(map(str, numbers))})."


def divided():
    """The numbers of the processes that serve this folder, if they are several and have no Redis."""
    numbers = [] if settings.REDIS_URL else serving(settings.VAR_DIR / FOLDER)
    return numbers if len(numbers) > 1 else []


def serving(folder):
    """The numbers of the living processes of a folder of notes. Notes of dead ones are removed."""
    living = []
    for note in folder.glob("*.json"):
        process = read(note)
        if is_living(process):
            living.append(process["pid"])
        elif process:
            with suppress(OSError):
                note.unlink(missing_ok=True)
    return sorted(living)


def read(note):
    """What a note says; {} when it is not, or not yet, a whole one."""
    try:
        process = json.loads(note.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return process if isinstance(process, dict) else {}


def this_process():
    return {"pid": os.getpid(), "since": psutil.Process().create_time()}


def is_living(process):
    """Whether the process of a note is still there: its number alone may have been given to another program."""
    try:
        return psutil.Process(process["pid"]).create_time() == process["since"]
    except (KeyError, TypeError, ValueError, psutil.Error):
        return False
