import re
from pathlib import Path

import pytest

from workbench.stage import scripts
from workbench.stage.page import Page
from workbench.stage.vocabulary import entries


class Case:
    """A page with this HTML and one script; `errors` came when it was opened."""

    def __init__(self, html="", script="", errors=()):
        self.page = Page(None, "GET", "/", 200, {}, html.encode())
        self.seen = self
        self.errors = [{"text": text, "file": "static/a.js", "line": 1} for text in errors]
        self.files = {"static/a.js": script}
        self.ids = []

    def step(self, number):
        return self

    def scripts(self, page):
        return self.files


@pytest.mark.parametrize(
    ("condition", "wrong", "right"),
    [
        ("id_that_no_element_has", "getElementById('Titre')", "getElementById('titre')"),
        ("handler_called_at_once", "t.addEventListener('click', f())", "t.addEventListener('click', f)"),
        ("event_that_does_not_exist", "t.addEventListener('onclick', f)", "t.addEventListener('click', f)"),
        ("name_with_other_capitals", "document.getElementByID('titre')", "document.getElementById('titre')"),
        ("socket_at_a_fixed_address", "new WebSocket('ws://localhost:5000')", "new WebSocket(adresse)"),
    ],
)
def test_a_condition_holds_for_the_wrong_line_and_names_it(condition, wrong, right):
    html = '<h1 id="titre"></h1><script src="a.js"></script>'
    look = getattr(scripts, condition)
    assert look(Case(html, right), None) is None
    found = look(Case(html, f"\n{wrong}"), None)
    assert (found["file"], found["line"], found["source"]) == ("static/a.js", 2, wrong)
    assert look(Case(html, f"// {wrong}"), None) is None


def test_a_script_before_its_elements_is_too_early_only_if_it_failed():
    html = "<script src='a.js'></script><h1>Titre</h1>"
    assert scripts.script_before_the_page(Case(html, errors=["TypeError"]), None) == {}
    assert scripts.script_before_the_page(Case(html), None) is None
    assert scripts.script_before_the_page(Case(html.replace(" src", " defer src"), errors=["TypeError"]), None) is None


def test_a_function_that_is_named_and_not_called():
    assert scripts.handler_without_parentheses(Case("<h1 onclick='f'>"), None) == {
        "attribute": "onclick",
        "function": "f",
    }
    assert scripts.handler_without_parentheses(Case("<h1 onclick='f()'>"), None) is None


def test_a_file_that_no_page_asks_for():
    assert scripts.script_that_no_page_asks_for(Case("<h1>", "f()"), None)["name"] == "a.js"
    assert scripts.script_that_no_page_asks_for(Case("<script src='b.js'>", "f()"), None) is None


def test_curly_quotes_are_named_when_the_script_cannot_be_read():
    assert (
        scripts.script_with_quotes_of_a_text_processor(Case(script="f(“a”)", errors=["SyntaxError"]), None)["sign"]
        == "“"
    )
    assert scripts.script_with_quotes_of_a_text_processor(Case(script="f('« a »')"), None) is None


def test_an_error_has_its_line():
    found = scripts.script_error(Case(script="f();", errors=["Uncaught ReferenceError: f is not defined"]), None)
    assert (found["error"], found["source"]) == ("ReferenceError: f is not defined", "f();")


def test_every_condition_has_its_words():
    named = {entry.when for entry in entries("silent") if entry.of == "script"}
    source = Path(scripts.__file__).read_text(encoding="utf-8")
    assert named == set(re.findall(r"^def (\w+)\(case, scene\)", source, re.M))
