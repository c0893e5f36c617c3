"""What this site hands to browsers and others have written: under which licence, and where its source is."""

import importlib.metadata
import json
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.shortcuts import render
from django.views.decorators.http import require_safe

from workbench import engine
from workbench.bundle import LIBRARIES

TEXTS = Path(__file__).parent / "licences"
SOURCES = ("source", "repository", "homepage", "home")  # in this order, among the addresses that a package gives
CLASSIFIER = "License :: OSI Approved :: "
ANOTHER_LICENCE = "LICENSE.python"  # Django has the text of Python's, for the parts that it took from there


@dataclass
class Part:
    name: str
    version: str
    role: str
    licence: str
    source: str
    text: str


@require_safe
def licences(request):
    return render(request, "workbench/licences.html", {"parts": parts()})


def parts():
    """The engine, where one is installed, then the packages."""
    libraries = [package(name, "dans le Python du navigateur") for name in LIBRARIES]
    return [*in_the_engine(), *libraries, ace(), package("django-ace", "l’éditeur, dans un paquet pour Django")]


def in_the_engine():
    lock = engine.home(settings.ENGINE_DIR) / "pyodide-lock.json"
    if not lock.is_file():
        return []
    python = json.loads(lock.read_bytes())["info"]["python"]
    return [
        Part(
            "Pyodide",
            engine.VERSION,
            "Python pour les navigateurs, tel que ses auteurs le distribuent",
            "MPL-2.0",
            f"https://github.com/pyodide/pyodide/tree/{engine.VERSION}",
            (TEXTS / "MPL-2.0.txt").read_text(encoding="utf-8"),
        ),
        Part(
            "CPython",
            python,
            "le langage et sa bibliothèque, dans Pyodide",
            "PSF-2.0",
            f"https://github.com/python/cpython/tree/v{python}",
            text_of(importlib.metadata.distribution("django"), only=ANOTHER_LICENCE),
        ),
    ]


def ace():
    """Its package has the editor's version, and says nothing else of it."""
    version = importlib.metadata.version("django-ace")
    text = (TEXTS / "BSD-3-Clause.txt").read_text(encoding="utf-8")
    return Part("Ace", version, "l’éditeur", "BSD-3-Clause", "https://github.com/ajaxorg/ace", text)


def package(name, role):
    """All from what was installed with it."""
    found = importlib.metadata.distribution(name)
    about = found.metadata
    return Part(about["Name"], found.version, role, licence_of(about), source_of(about), text_of(found))


def licence_of(about):
    classified = [text.removeprefix(CLASSIFIER) for text in about.get_all("Classifier", []) if CLASSIFIER in text]
    return about["License-Expression"] or ", ".join(classified) or about["License"] or ""


def source_of(about):
    pairs = [text.split(", ", 1) for text in about.get_all("Project-URL", [])]
    addresses = {label.lower(): address for label, address in pairs}
    return next((addresses[label] for label in SOURCES if label in addresses), about["Home-page"] or "")


def text_of(found, only=""):
    """The texts of its licence, or the one whose name is `only`."""
    files = [path for path in found.files or [] if path.name.upper().startswith(("LICEN", "COPYING"))]
    chosen = [path for path in files if (path.name == only if only else path.name != ANOTHER_LICENCE)]
    return "\n\n".join(path.read_text(encoding="utf-8").strip() for path in chosen)
