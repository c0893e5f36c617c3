from types import SimpleNamespace

import pytest

from workbench.stage.played import Played


def step(elements=(), **came):
    nothing = {"requests": [], "sockets": [], "frames": [], "errors": [], "text": "", "focus": ""}
    return nothing | {"elements": dict(elements)} | came


def an(text="", color="rgb(0, 0, 0)"):
    return {"tag": "p", "text": text, "value": "", "color": color, "html": text}


@pytest.fixture
def played(tmp_path):
    steps = [
        step({"#a": an("un"), "h1": None}, requests=["GET /"]),
        step({"#a": an("deux", "rgb(255, 165, 0)"), "#b": an()}, frames=["x"]),
    ]
    return Played(steps, SimpleNamespace(folder=tmp_path))


def test_an_element_is_as_it_was_after_a_step(played):
    assert (played.text_of("#a"), played.colour_of("#a")) == ("un", (0, 0, 0))
    assert (played.step(1).text_of("#a"), played.colour_of("#a")) == ("deux", (255, 165, 0))


def test_an_element_that_is_not_there_has_neither_text_nor_colour(played):
    assert (played.element("h1"), played.text_of("h1"), played.colour_of("h1")) == (None, "", None)


def test_what_comes_late_belongs_to_the_steps_before_as_well(played):
    assert (played.frames, played.requests) == (["x"], ["GET /"])
    assert played.step(1).requests == []


def test_ids_are_those_of_the_end(played):
    assert played.ids == ["a", "b"]


def test_scripts_are_those_of_the_folder_and_of_the_page(played, tmp_path):
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "a.js").write_text("un();")
    (tmp_path / "static" / "b.js").write_text("trois();")
    page = SimpleNamespace(
        html='<script src="/static/a.js"></script><script>deux();</script>', scripts=["/static/a.js"]
    )
    assert played.scripts(page) == {"static/a.js": "un();", "": "deux();"}
    assert set(played.scripts(SimpleNamespace(html="", scripts=[]))) == {"static/a.js", "static/b.js"}
