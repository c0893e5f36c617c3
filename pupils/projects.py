"""What may be kept of a pupil's project, and the checks that hold it to that."""

from django.core.exceptions import ValidationError
from django.db.models import Sum

MAX_FILES = 20
MAX_FILE = 64 * 1024  # bytes, as UTF-8
MAX_PATH = 100  # characters
MAX_PROJECT = 60  # characters of its address
MAX_KEPT = 32 * 1024 * 1024  # bytes of all versions of a pupil

FULL = "Il n’y a plus de place pour vos projets sur le site\u00a0: celui-ci reste dans ce navigateur."


def check_files(files):
    """Raise ValidationError, in French, for what is no project: a dictionary {path: text} within the limits."""
    if not isinstance(files, dict) or not all(is_storable(text) for file in files.items() for text in file):
        raise ValidationError("Un projet est une liste de fichiers de texte.")
    if len(files) > MAX_FILES:
        raise ValidationError(f"Un projet a {MAX_FILES} fichiers au plus.")
    for path, text in files.items():
        if len(path) > MAX_PATH or not is_plain(path):
            raise ValidationError(f"Ce nom de fichier ne convient pas\u00a0: {path[:MAX_PATH]}")
        if len(text.encode()) > MAX_FILE:
            raise ValidationError(f"{path} dépasse {MAX_FILE // 1024} Kio.")


def check_room(pupil, project):
    """Raise ValidationError where a pupil keeps so much that one version more would be too much for the disk."""
    if len(project) > MAX_PROJECT:
        raise ValidationError("Ce nom de projet est trop long.")
    if (pupil.versions.aggregate(all=Sum("size"))["all"] or 0) > MAX_KEPT:
        raise ValidationError(FULL)


def is_plain(path):
    """A relative path with `/` between its parts, none of which leads elsewhere."""
    parts = path.split("/")
    return path.isprintable() and not set('\\:*?"<>|') & set(path) and all(part.strip(". ") for part in parts)


def is_storable(text):
    """Whether it is a text that every database can hold: no NUL, no half of a character."""
    if not isinstance(text, str) or "\0" in text:
        return False
    return not any("\ud800" <= character <= "\udfff" for character in text)
