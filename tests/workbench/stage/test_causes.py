"""Every entry of words/*.toml is met by the program that stands beside it."""

import tomllib

import pytest

from tests.servers import ROOT
from tests.stage import chat, site

PLACES = ("receive", "connect", "program", "view", "template", "urls", "files")
CHAT_CHECK = """
async def check(chat):
    greg = await chat.enter("A", "Greg")
    await greg.sends({"type": "message", "userName": "Greg", "message": "coucou"})
    await greg.receives({"type": "received", "message": "coucou"}, "no_answer")
"""
SITE_CHECK = """
async def check(site):
    visitor = site.visitor()
    page = await visitor.get(ASK if ASK != "POST" else "/")
    if ASK == "POST" and page.forms[0].has("method"):
        page = await visitor.submits(page, page.forms[0])
    site.expect(page.text == "ce qui est attendu", "wrong", page=page, method=ASK.lower())
"""


def cases():
    for name in ("python", "channels", "django"):
        table = tomllib.loads((ROOT / f"workbench/stage/words/{name}.toml").read_text(encoding="utf-8"))
        for kind in ("syntax", "exception", "silent"):
            for entry in table.get(kind, ()):
                yield pytest.param(kind, entry, id=f"{entry['code']}-{entry.get('when', '')}")


def files_of(entry):
    if "program" in entry:
        return {"consumers.py": entry["program"].lstrip("\n")}
    if "receive" in entry or "connect" in entry:
        return chat(**{name: entry[name] for name in ("receive", "connect") if name in entry})
    if "urls.py" in entry.get("files", {}):
        return entry["files"]
    project = site(**{name: entry[name] for name in ("view", "template", "urls") if name in entry})
    return project | {"static/style.css": "p {}"} | entry.get("files", {})


@pytest.mark.parametrize(("kind", "entry"), list(cases()))
def test_the_example_gets_its_words(kind, entry, judge):
    assert any(place in entry for place in PLACES), "no example"
    files = files_of(entry)
    check = SITE_CHECK.replace("ASK", repr(entry.get("ask", "/"))) if "views.py" in files else CHAT_CHECK
    verdict = judge(files, check)
    assert verdict["code"] == entry["code"], verdict
    assert "$" not in verdict["did"] + verdict["advice"]
    assert verdict["did"]
    assert verdict["expected"]
