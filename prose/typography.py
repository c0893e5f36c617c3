"""French typography, as a printer would set it."""

import re

NBSP = "\N{NO-BREAK SPACE}"
SPACES = [
    (re.compile(r"[ \u00a0]+(?=[:;?!»])"), NBSP),
    (re.compile(r"(?<=«)[ \u00a0]+"), NBSP),
    (re.compile(r"'"), "’"),
]


def french(text):
    """Non-breaking spaces before : ; ? ! » and after «, curly apostrophes."""
    for pattern, replacement in SPACES:
        text = pattern.sub(replacement, text)
    return text
