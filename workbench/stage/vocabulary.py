"""The sentences of words/*.toml: what Python, libraries and browsers say or keep silent about, in French."""

import pkgutil
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from string import Template

FILES = ("django", "channels", "javascript", "python")
SYNTAX, EXCEPTION, SILENT = "syntax", "exception", "silent"


@dataclass(frozen=True)
class Entry:
    """One known mistake. `when` names a condition (conditions.py, frames.py, …) that must hold as well.

    What the pattern's groups and the condition found are the $names of the sentences.
    """

    code: str
    pattern: str = ""
    source: str = ""
    when: str = ""
    of: str = ""
    did: str = ""
    expected: str = ""
    advice: str = ""

    def find(self, message, source=""):
        """The values of the pattern's groups; None when the entry is not about this message."""
        told, written = re.search(self.pattern, message), re.search(self.source, source)
        return told.groupdict(default="") if told and written else None


def read(name):
    return tomllib.loads(pkgutil.get_data("workbench.stage", f"words/{name}.toml").decode("utf-8"))


@cache
def stage_words():
    """`{code: {did, expected, advice}}` of what the stage finds wrong whatever the task."""
    return read("stage")


@cache
def entries(kind):
    """All entries of this kind, in the order in which they are tried: Django's and Channels' words before Python's."""
    found = []
    for name in FILES:
        found += [entry_of(fields) for fields in read(name).get(kind, ())]
    return found


def entry_of(fields):
    return Entry(**{name: text for name, text in fields.items() if name in Entry.__dataclass_fields__})


def fill(text, values):
    """Put the values in the place of the $names."""
    return Template(text).safe_substitute(values)
