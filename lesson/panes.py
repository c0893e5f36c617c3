"""Code panes: a piece of one of the site's own files, highlighted, with its real line numbers."""

import inspect
import re
import textwrap
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.urls import resolve
from django.utils.module_loading import import_string
from django.utils.safestring import mark_safe
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name

LEXERS = {".py": "python", ".html": "html+django", ".js": "javascript", ".css": "css", ".svg": "xml"}

# A top-level JavaScript function, the comment above it included
FUNCTION = r"""
    ^(?: (?: //[^\n]* | /\*\* (?: [^*] | \*(?!/) )* \*/ ) \n )*
    (?:export[ ])? (?:async[ ])? function[ ]{name}\(
    .*? ^}}$
"""
# The first HTML element of that name
ELEMENT = r"^[ ]*<{name}\b .*? </{name}>$"


@dataclass(frozen=True)
class Pane:
    """Lines `first` to `last` of a file; `code` is their source, `html` the same highlighted."""

    key: str
    label: str
    file: str
    first: int
    last: int
    code: str
    html: str


def pane(key, label, view="", python="", file="", function="", tag=""):
    """The view at an address, a Python object by its dotted name, a file, or of a file one function or one element."""
    if view:
        path, first, code = of_python(resolve(view).func)
    elif python:
        path, first, code = of_python(named(python))
    else:
        path, first, code = of_file(settings.BASE_DIR / file, function, tag)
    code = code.rstrip("\n")
    return Pane(
        key=key,
        label=label,
        file=path.relative_to(settings.BASE_DIR).as_posix(),
        first=first,
        last=first + code.count("\n"),
        code=code,
        html=highlighted(key, code, first, path.suffix),
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
    return Path(inspect.getsourcefile(thing)), first, textwrap.dedent("".join(lines))


def of_file(path, function, tag):
    code = path.read_text(encoding="utf-8")
    if function:
        return part(path, code, FUNCTION.format(name=re.escape(function)))
    if tag:
        return part(path, code, ELEMENT.format(name=re.escape(tag)))
    return path, 1, code


def part(path, code, pattern):
    """Whole lines of a file. Not found: ValueError."""
    found = re.search(pattern, code, re.MULTILINE | re.DOTALL | re.VERBOSE)
    if not found:
        raise ValueError(f"Not in {path.name}: {pattern}")
    return path, code.count("\n", 0, found.start()) + 1, textwrap.dedent(found[0])


def highlighted(key, code, first, suffix):
    """One `<span id="key-line">` a line, its number first."""
    formatter = HtmlFormatter(linenos="inline", linenostart=first, linespans=key, cssclass="code")
    return mark_safe(highlight(code, get_lexer_by_name(LEXERS[suffix]), formatter))
