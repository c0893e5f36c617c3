"""A project as a zip, and back. Keeps nothing: the zip of a stranger is looked at before anything of it is unpacked."""

import io
import re
import zipfile
from pathlib import Path, PurePosixPath

from django.core.exceptions import ValidationError

STARTERS = Path(__file__).parent / "starters"
GIVEN = Path(__file__).parent / "stage" / "given"
MOST_FILES = 20
MOST_ENTRIES = 100  # folders and what is left out included
MOST_BYTES = 1024 * 1024  # unpacked
LONGEST_NAME = 100
TYPES = {".py", ".html", ".css", ".js", ".txt", ".md", ".json", ".svg"}
PART = re.compile(r"[\w][\w.-]*")  # of a path
DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)  # names that Windows keeps for itself
OURS = {"settings.py", "asgi.py", "manage.py", "requirements.txt", "LISEZMOI.txt"}


def starter():
    """The files of a first project."""
    return texts(STARTERS / "projet")


def given():
    """What every project has and nobody need change: settings.py, asgi.py, manage.py."""
    return texts(GIVEN)


def texts(folder):
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix in TYPES)
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in paths}


def pack(name, files):
    """The zip's bytes: one folder with all that a project needs to run elsewhere. ValidationError if too big."""
    check_sizes({path: len(text.encode()) for path, text in files.items()})
    whole = files | given() | texts(STARTERS / "commun")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in sorted(whole.items()):
            archive.writestr(f"{name}/{path}", text)
    return packed.getvalue()


def unpack(content):
    """The pupil's files of a zip, `{path: text}`, without what we add to each. ValidationError says what is wrong."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return read(archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise ValidationError("Ce fichier n’est pas un zip lisible.") from None


def read(archive):
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(archive.infolist()) > MOST_ENTRIES:
        raise ValidationError(f"Ce zip contient trop de fichiers : un projet en a au plus {MOST_FILES}.")
    kept = {path: entry for path, entry in relative_paths(entries).items() if path not in OURS}
    check_sizes({path: entry.file_size for path, entry in kept.items()})
    return {path: read_text(archive, entry) for path, entry in kept.items()}


def relative_paths(entries):
    """{path in the project: entry}: the one folder around everything, if there is one, is taken off."""
    paths = {entry.filename: entry for entry in entries if "__pycache__" not in entry.filename}
    tops = {name.partition("/")[0] for name in paths}
    if len(tops) == 1 and all("/" in name for name in paths):
        return {name.partition("/")[2]: entry for name, entry in paths.items()}
    return paths


def check_sizes(sizes):
    """`sizes` is {path: bytes}."""
    for path in sizes:
        check_name(path)
    if len(sizes) > MOST_FILES:
        raise ValidationError(f"Un projet a au plus {MOST_FILES} fichiers ; celui-ci en a {len(sizes)}.")
    if sum(sizes.values()) > MOST_BYTES:
        raise ValidationError("Ce projet est trop gros : 1 Mio au plus.")


def check_name(path):
    """Only names that are names of text files everywhere: no way out of the folder, no drive, no device."""
    parts = path.split("/")
    usual = all(PART.fullmatch(part) and not DEVICES.fullmatch(part) and not part.endswith(".") for part in parts)
    if not usual or len(path) > LONGEST_NAME:
        raise ValidationError(f"« {path[:60]} » n’est pas un nom de fichier permis.")
    if PurePosixPath(path).suffix not in TYPES:
        raise ValidationError(f"« {path} » n’est pas un fichier de texte : {', '.join(sorted(TYPES))}.")


def read_text(archive, entry):
    if entry.external_attr >> 16 & 0o170000 == 0o120000:
        raise ValidationError(f"« {entry.filename} » est un lien, pas un fichier.")
    with archive.open(entry) as file:
        content = file.read(MOST_BYTES + 1)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValidationError(f"« {entry.filename} » n’est pas écrit en UTF-8.") from None
