"""paroles.json: all that a pupil can be told, answer by answer, and what a browser saw where a script is the task.

`PAROLES=1 pytest tests/browser/test_verify.py` writes what a browser sees, then `PAROLES=1 pytest
tests/exercises/test_proof.py` the words; without it both compare.
"""

import json
import os
import re

from tests.servers import ROOT

FILE = ROOT / "tests/exercises/paroles.json"
SHOWN = ("state", "code", "did", "expected", "advice", "file", "line")


def words(verdict):
    return {name: verdict[name] for name in SHOWN}


def told(task):
    return read().get(task.key, {})


def records(task):
    """`{what the answer is: record}`."""
    return {says: entry["record"] for says, entry in told(task).items() if "record" in entry}


def compare(task, verdicts, records):
    """`verdicts` and `records` by what the answer is: the same as in the file, or the file becomes the same."""
    entries = {says: words(verdict) for says, verdict in verdicts.items()}
    for says, record in records.items():
        entries[says]["record"] = record
    if os.environ.get("PAROLES"):
        write(task.key, entries)
    assert without_hours(entries) == without_hours(told(task))


def read():
    return json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}


def write(key, entries):
    tasks = sorted((read() | {key: entries}).items())
    text = ",\n".join(f"{line(key)}: {{\n{answers(entries)}\n}}" for key, entries in tasks)
    FILE.write_text(f"{{\n{text}\n}}\n", encoding="utf-8")


def answers(entries):
    return ",\n".join(f" {line(says)}: {{\n{fields(entry)}\n }}" for says, entry in entries.items())


def fields(entry):
    """A line each: a record is looked at less often than words."""
    return ",\n".join(f"  {line(name)}: {line(value)}" for name, value in entry.items())


def line(value):
    return json.dumps(value, ensure_ascii=False)


def without_hours(entries):
    """The engine's hour is UTC, a terminal's that of its PC: what a page said of it differs."""
    return json.loads(re.sub(r"\b\d\d:\d\d(:\d\d)?\b", "00:00", json.dumps(entries, ensure_ascii=False)))
