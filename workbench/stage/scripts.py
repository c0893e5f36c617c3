"""Conditions about a script: why a page does not do what was wanted. Each returns the values for its words, or None.

`case.seen` is what the page saw (played.py), `case.page` the page as the server sent it.
"""

import re
from difflib import get_close_matches

ASKED_ID = re.compile(r"""getElementById\(\s*["'`]([^"'`]*)["'`]|querySelector\(\s*["'`]#([\w-]+)["'`]""")
EVENTS = ("click", "submit", "input", "change", "keydown", "mouseover", "message", "load", "open", "close")
LISTENING = re.compile(r"""addEventListener\(\s*["'`](\w+)["'`]""")
CALLED_AT_ONCE = re.compile(r"""addEventListener\(\s*["'`]\w+["'`]\s*,\s*(\w+)\(\s*\)\s*\)""")
CURLY = re.compile("[“”‘’«»]")
FIXED_SOCKET = re.compile(r"""["'`]wss?://[\w.\[:]""")
NAMES = ("getElementById", "addEventListener", "textContent", "innerHTML", "preventDefault", "createElement",
         "querySelector", "stringify", "onmessage", "append", "appendChild", "remove", "focus", "value")  # fmt: skip


def lines(case):
    """`(path, number, text)` of every line of the scripts, but comments."""
    for path, text in case.seen.scripts(case.page).items():
        for number, line in enumerate(text.splitlines(), start=1):
            if not line.lstrip().startswith("//"):
                yield path, number, line


def first(case, pattern):
    """The first line of the scripts where this is found, and what was found."""
    for path, number, line in lines(case):
        if found := pattern.search(line):
            return found, place(path, number, line)
    return None, {}


def place(path, number, line):
    return {"file": path, "line": number, "source": line} if path else {}


def id_that_no_element_has(case, scene):
    known = case.seen.ids + case.page.ids
    for path, number, line in lines(case):
        for wanted in (found[1] or found[2] for found in ASKED_ID.finditer(line)):
            if wanted not in known:
                told = ", ".join(dict.fromkeys(known)) or "aucun"
                return {"id": wanted, "known": told} | place(path, number, line)
    return None


def script_before_the_page(case, scene):
    """It runs before the elements that it looks for are there."""
    if not case.seen.step(0).errors:
        return None
    html = case.page.html.lower()
    for script in case.page.all("script"):
        late = script.has("defer") or script.get("type") == "module"
        if not late and html.find("<script") < max(html.find("<h1"), html.find("<form"), html.find("<p")):
            return {}
    return None


def handler_without_parentheses(case, scene):
    for element in case.page.all():
        for name, value in element.attributes.items():
            if name.startswith("on") and re.fullmatch(r"[\w$]+;?", (value or "").strip()):
                return {"attribute": name, "function": value.strip(" ;")}
    return None


def handler_called_at_once(case, scene):
    found, where = first(case, CALLED_AT_ONCE)
    return {"function": found[1]} | where if found else None


def event_that_does_not_exist(case, scene):
    for path, number, line in lines(case):
        for found in LISTENING.finditer(line):
            near = get_close_matches(found[1].lower().removeprefix("on"), EVENTS, 1, 0.6)
            if found[1] not in EVENTS and near:
                return {"event": found[1], "near": near[0]} | place(path, number, line)
    return None


def name_with_other_capitals(case, scene):
    for path, number, line in lines(case):
        for name in re.findall(r"\.(\w+)", line):
            right = next((known for known in NAMES if known.lower() == name.lower() and known != name), None)
            if right:
                return {"name": name, "right": right} | place(path, number, line)
    return None


def script_with_quotes_of_a_text_processor(case, scene):
    if not any("SyntaxError" in error["text"] for error in case.seen.step(0).errors):
        return None
    found, where = first(case, CURLY)
    return {"sign": found[0]} | where if found else None


def socket_at_a_fixed_address(case, scene):
    found, where = first(case, FIXED_SOCKET)
    return where if found else None


def script_that_no_page_asks_for(case, scene):
    unasked = [path for path in case.seen.scripts(case.page) if path and not case.page.scripts]
    return {"file": unasked[0], "name": unasked[0].removeprefix("static/")} if unasked else None


def script_error(case, scene):
    errors = case.seen.step(0).errors
    return {"error": errors[0]["text"].removeprefix("Uncaught "), **where_of(errors[0], case)} if errors else None


def where_of(error, case):
    text = case.seen.scripts(case.page).get(error["file"] or None, "")
    source = text.splitlines()[error["line"] - 1 : error["line"]] if error["line"] else []
    return {"file": error["file"], "line": error["line"], "source": source[0]} if source else {}
