"""What the engine unpacks besides Python: one zip of the libraries, one of our own stage."""

import hashlib
import io
import zipfile
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings

from workbench.engine import write_twice

LIBRARIES = ("django", "channels", "asgiref", "sqlparse", "tzdata")
STAGE = Path(__file__).parent / "stage"
NEVER = {"__pycache__", "gis", "admindocs", "app_template", "project_template", "oracle", "mysql", "postgresql"}
LANGUAGES = {"fr", "en"}
ZONES = {"zoneinfo/Europe/Paris", "zoneinfo/UTC"}
EPOCH = (2020, 1, 1, 0, 0, 0)  # the same files must always give the same bytes


def addresses():
    """The paths under /static/moteur/ of the two zips, which are made now if they are not there yet."""
    return {"libraries": kept("bibliotheques.zip", libraries()), "stage": kept("atelier.zip", stage())}


@cache
def libraries():
    """Django, Channels and what they need, without what a pupil's project in a browser cannot use."""
    roots = [Path(find_spec(name).origin).parent for name in LIBRARIES]
    return zipped(
        (path, path.relative_to(root.parent)) for root in roots for path in files(root) if is_needed(path, root)
    )


def stage():
    """Our `workbench/stage/`, as `workbench.stage`; read anew each time, as it is small and edited."""
    package = Path(__file__).parent
    found = [package / "__init__.py", *files(STAGE)]
    return zipped((path, path.relative_to(package.parent)) for path in found if "__pycache__" not in path.parts)


def files(root):
    return sorted(path for path in root.rglob("*") if path.is_file())


def is_needed(path, root):
    parts = path.relative_to(root).parts
    if NEVER & set(parts) or path.suffix in {".po", ".pyc"}:
        return False
    if root.name == "tzdata":
        return path.suffix == ".py" or "/".join(parts) in ZONES
    if "locale" in parts:
        return is_spoken(parts)
    return not ("admin" in parts and "static" in parts)


def is_spoken(parts):
    """Is it a file of a language that pupils read, or of the package that holds all languages?"""
    below = parts[parts.index("locale") + 1 :]
    return len(below) == 1 or below[0] in LANGUAGES


def zipped(pairs):
    """The bytes of a zip, not compressed: the whole is, better, as it travels."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for path, name in pairs:
            archive.writestr(zipfile.ZipInfo(name.as_posix(), EPOCH), path.read_bytes())
    return packed.getvalue()


def kept(name, content):
    """Write the zip under its sum, unless it is there, and return `<sum>/<name>`."""
    address = f"{hashlib.sha256(content).hexdigest()[:16]}/{name}"
    path = folder() / address
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_twice(path, content)
    return address


def folder():
    return settings.VAR_DIR / "paquets"
