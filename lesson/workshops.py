"""What a pupil handles within the prose: each is a fence of the Markdown and a template in `lesson/workshops/`."""

import re

from prose.typography import french

REQUEST = re.compile(r"(?P<label>.+?) = (?P<client>[ABC]) (?P<method>GET|POST) (?P<address>/\S*)")
REMOVAL = re.compile(r"(?P<label>.+?) = (?P<client>[ABC]) (?P<selector>.+) (?P<attribute>\S+)")
SPARE_ROWS = 1


def context(name, text):
    """What the template of a workshop needs, read from the text of its fence."""
    match name:
        case "requetes":
            return {"requests": buttons(REQUEST, text)}
        case "retirer":
            return {"removals": buttons(REMOVAL, text)}
        case "html-recu":
            pane, _, only = text.strip().partition("\n")
            return {"pane": pane, "only": only}
        case _:
            return {"text": text.strip(), "rows": text.count("\n") + SPARE_ROWS}


def buttons(pattern, text):
    """One a line. A line that is not as LISEZMOI.md says: ValueError."""
    return [button(pattern, line) for line in text.splitlines()]


def button(pattern, line):
    found = pattern.fullmatch(line)
    if not found:
        raise ValueError(f"A workshop's line is not as expected: {line}")
    return found.groupdict() | {"label": french(found["label"])}
