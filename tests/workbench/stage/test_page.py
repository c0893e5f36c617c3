import pytest

from workbench.stage.page import Document, Page, fields_of


def page(html):
    return Page(None, "GET", "/", 200, {"content-type": "text/html; charset=utf-8"}, html.encode())


FORM = """<form><input name="a" value="1"><input name="b" type="checkbox"><input name="c" type="checkbox" checked>
<input name="d" type="radio" value="x"><input name="d" type="radio" value="y" checked>
<textarea name="e">texte</textarea>
<select name="f"><option>un</option><option value="2" selected>deux</option></select><input id="sans">
<button name="g">Envoyer</button></form>"""


def test_a_form_sends_what_a_browser_would():
    form = page(FORM).forms[0]
    assert fields_of(form) == {"a": ["1"], "c": ["on"], "d": ["y"], "e": ["texte"], "f": ["2"]}


def test_the_text_is_what_can_be_read():
    html = (
        "<!doctype html><title>T</title><style>p {}</style><h1 id=t>Bon\n jour</h1><script>x</script><p>A&eacute;</p>"
    )
    assert page(html).text == "Bon jourAé"
    assert page(html).ids == ["t"]
    assert page(html).type == "text/html"


@pytest.mark.parametrize(
    ("html", "problem"),
    [
        ("<div><h1>Salut</div></h1>", ("crossed", 1, {"closed": "div", "opened": "h1"})),
        ("<p>a</p>\n</h1>", ("never_opened", 2, {"closed": "h1"})),
        ("<h1>a", ("never_closed", 1, {"opened": "h1"})),
        ("<ul><li>un<li>deux</ul><p>a<p>b<br>", None),
        ("<!doctype html><html><body><p>a</p></body></html>", None),
    ],
)
def test_tags_that_a_browser_mends_are_found(html, problem):
    assert Document(html).problem == problem
