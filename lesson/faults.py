"""What is wrong in a step's file: said in one French sentence, with the file and the line."""

import logging
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from django.conf import settings

logger = logging.getLogger(__name__)


class Fault(ValueError):
    """`line` is None where the whole file is meant. Whoever knows the file adds it (`in_file`)."""

    def __init__(self, sentence, line=None):
        super().__init__(sentence)
        self.sentence, self.line = sentence, line
        self.path, self.slug = None, ""

    @property
    def place(self):
        return shown(self.path) + (f", ligne {self.line}" if self.line else "")

    def __str__(self):
        return f"{self.place}\u00a0: {self.sentence}" if self.path else self.sentence


@contextmanager
def in_file(path, slug):
    """Whatever is wrong in the block is a Fault of this file."""
    try:
        yield
    except Exception as error:  # what was not foreseen must not take the other steps away either
        fault = error if isinstance(error, Fault) else Fault(f"cette étape ne se lit pas ({error!r}).")
        fault.path, fault.slug = path, slug
        raise fault from error


def shown(path):
    """As the teacher knows the file: below the program's folder, or whole."""
    path = Path(path)
    return path.relative_to(settings.BASE_DIR).as_posix() if path.is_relative_to(settings.BASE_DIR) else str(path)


def tell(fault):
    """Say it in the console, once for each state of the file."""
    tell_once(str(fault), fault.path.stat().st_mtime_ns if fault.path.exists() else 0)


@lru_cache(maxsize=256)
def tell_once(text, _changed_at):
    logger.warning("%s Les autres étapes restent ouvertes.", text)
