"""The sequence diagram of an exchange, in characters."""

import json
from itertools import zip_longest

ACTIONS = ("open", "refused", "up", "close", "request")  # what clients do, the same in both exchanges
STEP = 6  # columns from one lifeline to the next
NARROWEST_LABEL = 20
GAP = 3
FINE = {"line": "│", "dash": "─", "up": "▶", "down": "◀", "ok": "✓", "missing": "✗", "extra": "✗", "": " ", "cut": "⋮"}
PLAIN = {"line": "|", "dash": "-", "up": ">", "down": "<", "ok": "+", "missing": "x", "extra": "x", "": " ", "cut": ":"}
WITHOUT_FRAME = {"refused": "connexion refusée", "close": "se déconnecte", "cut": "connexion coupée"}
CAPTIONS = ("attendu", "observé")


def draw_both(expected, seen, width, encoding="utf-8", rows=14):
    """Lines of (text, mark) with the last `rows` of both exchanges, side by side when `width` columns are enough."""
    signs = signs_for(encoding)
    letters = sorted({arrow.client for arrow in [*expected, *seen]})
    half = (width - GAP) // 2
    together = half >= lifelines_width(letters) + NARROWEST_LABEL
    if not together:
        left = draw(expected, CAPTIONS[0], letters, width, signs, window([expected], rows))
        right = draw(seen, CAPTIONS[1], letters, width, signs, window([seen], rows))
        return [*left, ("", ""), *right]
    both = align(expected, seen)
    left, right = (
        draw(arrows, caption, letters, half, signs, window(both, rows))
        for arrows, caption in zip(both, CAPTIONS, strict=True)
    )
    return [(a.ljust(half + GAP) + b, mark or other) for (a, mark), (b, other) in zip(left, right, strict=True)]


def align(expected, seen):
    """Both exchanges with None put in where one has nothing, so that each action stands on one row."""
    pairs = []
    for before, after in zip_longest(split(expected), split(seen), fillvalue=[]):
        pairs += zip_longest(before, after)
    return list(zip(*pairs, strict=True))


def split(arrows):
    """A list for each action: it, and what came of it."""
    parts = [[]]
    for arrow in arrows:
        if arrow.kind in ACTIONS:
            parts.append([])
        parts[-1].append(arrow)
    return parts


def window(columns, rows):
    """The slice to draw: the last rows, or those up to the first wrong arrow and a little further."""
    length = max(map(len, columns))
    wrong = [n for arrows in columns for n, arrow in enumerate(arrows) if arrow and arrow.mark in ("missing", "extra")]
    start = max(0, min(length - rows, min(wrong, default=length) - rows + 3))
    return slice(start, start + rows)


def signs_for(encoding):
    try:
        "".join(FINE.values()).encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return PLAIN
    return FINE


def lifelines_width(letters):
    return STEP * len(letters) + 6


def draw(arrows, caption, letters, width, signs, shown):
    """Lines of (text, mark), no wider than `width`; an arrow that is None leaves the lifelines alone."""
    columns = {letter: 2 + STEP * index for index, letter in enumerate(letters)}
    server = 2 + STEP * len(letters)
    heading = "".join(f"  {letter}".ljust(STEP) for letter in letters) + "  S"
    lines = [(f"  {caption.upper()}"[:width], ""), (heading + "  (S : serveur)", "")]
    if shown.start:
        lines.append((signs["cut"].rjust(3), ""))
    for arrow in arrows[shown]:
        if arrow:
            row = draw_arrow(arrow, columns, server, signs)
            lines.append((f"{row} {label(arrow)}"[:width], arrow.mark if arrow.mark != "ok" else ""))
        else:
            lines.append((draw_lifelines(columns, server, signs), ""))
    if shown.stop < len(arrows):
        lines.append((signs["cut"].rjust(3), ""))
    return lines


def draw_lifelines(columns, server, signs):
    row = [" "] * (server + 1)
    for column in (*columns.values(), server):
        row[column] = signs["line"]
    return "".join(row)


def draw_arrow(arrow, columns, server, signs):
    row = list(draw_lifelines(columns, server, signs))
    start = columns[arrow.client]
    row[start + 1 : server] = signs["dash"] * (server - start - 1)
    if arrow.kind in ("down", "refused", "cut", "response"):
        row[start + 1] = signs["down"]
    else:
        row[server - 1] = signs["up"]
    row[0] = signs[arrow.mark]
    return "".join(row)


def label(arrow):
    if arrow.kind == "open":
        return f"ouvre {arrow.text}".rstrip()
    if arrow.kind in WITHOUT_FRAME:
        return WITHOUT_FRAME[arrow.kind]
    if not isinstance(arrow.data, dict):
        return arrow.text
    values = dict(arrow.data)
    kind = values.pop("type", "(sans type)")
    return f"{kind} " + " ".join(map(show_value, values.values()))


def show_value(value):
    return value if isinstance(value, str) and value.strip() else json.dumps(value, ensure_ascii=False)
