"""Code panes: a piece of a file of an exercise's solution or of the site itself, highlighted, with its real lines."""

import inspect
import re
import textwrap
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.urls import resolve
from django.utils.module_loading import import_string
from django.utils.safestring import mark_safe
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name

from lesson import prose

LEXERS = {".py": "python", ".html": "html+django", ".js": "javascript", ".css": "css", ".svg": "xml"}

# A top-level JavaScript function, the comment above it included
FUNCTION = r"""
    ^(?: (?: //[^\n]* | /\*\* (?: [^*] | \*(?!/) )* \*/ ) \n )*
    (?:export[ ])? (?:async[ ])? function[ ]{name}\(
    .*? ^}}$
"""
# The first HTML element of that name
ELEMENT = r"^[ ]*<{name}\b .*? </{name}>$"
# A top-level statement that begins with these words, and what is indented under it
BLOCK = r"^{name} .*? (?= ^\S | \Z )"


@dataclass(frozen=True)
class Pane:
    """Lines `first` to `last` of a file; `code` is their source, `html` the same highlighted.

    `site` is one sentence on what the site's own code adds to what a pupil would write; empty when it is that. `trial`
    is the address where the code can be changed, if there is one.
    """

    key: str
    label: str
    file: str
    first: int
    last: int
    code: str
    html: str
    site: str
    trial: str = ""


def pane(key, label, exercise=None, view="", python="", file="", function="", tag="", block="", mark=(), site=""):
    """The view at an address, a Python object by its dotted name, a file, or of a file one function, element or block.

    With `exercise` (lesson/tasks.py) the file is one of its solution. The lines that contain one of the texts of `mark`
    are those the step speaks of. A text that is nowhere: ValueError.
    """
    if exercise:
        path, first, code = of_text(file, exercise.solution[file], function, tag, block)
    elif view:
        path, first, code = of_python(resolve(view).func)
    elif python:
        path, first, code = of_python(named(python))
    else:
        path, first, code = of_text(file, (settings.BASE_DIR / file).read_text(encoding="utf-8"), function, tag, block)
    code = code.rstrip("\n")
    return Pane(
        key=key,
        label=label,
        trial=exercise.trial if exercise else "",
        file=path,
        first=first,
        last=first + code.count("\n"),
        code=code,
        html=highlighted(key, code, first, Path(path).suffix, spoken_of(code, mark)),
        site=prose.html(site),
    )


def named(dotted):
    """`chat.consumers.ChatConsumer.receive`: an object of a module, or a method of one of its classes."""
    path, _, attribute = dotted.rpartition(".")
    try:
        return import_string(dotted)
    except ImportError:
        return getattr(import_string(path), attribute)


def of_python(thing):
    thing = inspect.unwrap(getattr(thing, "view_class", thing))
    lines, first = inspect.getsourcelines(thing)
    path = Path(inspect.getsourcefile(thing)).relative_to(settings.BASE_DIR).as_posix()
    return path, first, textwrap.dedent("".join(lines))


def of_text(path, code, function, tag, block):
    if function:
        return part(path, code, FUNCTION.format(name=re.escape(function)))
    if tag:
        return part(path, code, ELEMENT.format(name=re.escape(tag)))
    if block:
        return part(path, code, BLOCK.format(name=re.escape(block)))
    return path, 1, code


def part(path, code, pattern):
    """Whole lines of a file. Not found: ValueError."""
    found = re.search(pattern, code, re.MULTILINE | re.DOTALL | re.VERBOSE)
    if not found:
        raise ValueError(f"Not in {path}: {pattern}")
    return path, code.count("\n", 0, found.start()) + 1, textwrap.dedent(found[0])


def spoken_of(code, mark):
    """The ranks, from 1, of the lines that contain one of the texts."""
    lines = code.splitlines()
    for text in mark:
        if text not in code:
            raise ValueError(f"Not in the code: {text}")
    return tuple(rank for rank, line in enumerate(lines, 1) if any(text in line for text in mark))


@lru_cache(maxsize=500)  # of a text that has not changed; the panes of all steps are a hundred
def highlighted(key, code, first, suffix, ranks=()):
    """One `<span id="key-line">` a line, its number first; the lines of these ranks stand out."""
    formatter = HtmlFormatter(linenos="inline", linenostart=first, linespans=key, cssclass="code", hl_lines=ranks)
    return mark_safe(highlight(code, get_lexer_by_name(LEXERS[suffix]), formatter))  # noqa: S308 - Pygments escapes
