import pytest

from tests.stage import SAYS, chat, site
from workbench.stage.project import safe

SEES = """
async def check(site):
    page = await site.visitor().get("/")
    site.expect(page.text == "Bonjour", "wrong", page=page)
"""
ANSWER = "await self.send(text_data=json.dumps({'type': 'received', 'message': json.loads(text_data)['message']}))"


@pytest.mark.parametrize("name", ["/etc/passwd", "../views.py", "a/../../b", "", "a\\b", "C:/x"])
def test_a_file_stays_inside_its_project(name):
    with pytest.raises(ValueError):  # noqa: PT011 - the name is the message
        safe(name)


def test_a_whole_project_answers(judge):
    assert judge(site(), SEES)["state"] == "passed"


def test_two_projects_one_after_the_other_do_not_mix(judge):
    assert judge(site(template="<p>Autre</p>"), SEES)["code"] == "wrong"
    assert judge(site(), SEES)["state"] == "passed"


def test_a_consumer_alone_gets_its_addresses(judge):
    assert judge(chat(receive=ANSWER), SAYS)["state"] == "passed"


@pytest.mark.parametrize("name", ["stage", "chat", "scene", "exercises", "pages", "lesson"])
def test_the_projects_own_modules_win(judge, name):
    files = chat(receive=ANSWER) | {f"{name}.py": "SALUT = 'Bonjour'\n"}
    files["consumers.py"] = f"import {name}\nassert {name}.SALUT == 'Bonjour'\n" + files["consumers.py"]
    assert judge(files, SAYS)["state"] == "passed"


@pytest.mark.parametrize("name", ["exercises", "pages", "nsi_site"])
def test_the_sites_own_modules_are_not_there(judge, name):
    files = {"consumers.py": f"import {name}\n"}
    assert judge(files, SAYS)["code"] == "module"


@pytest.mark.parametrize(
    "change", [lambda t: "\ufeff" + t, lambda t: t.replace("\n", "\r\n"), lambda t: t.replace("    ", "\t")]
)
def test_byte_order_marks_line_ends_and_tabs_are_no_mistakes(judge, change):
    files = {name: change(text) for name, text in chat(receive=ANSWER).items()}
    assert judge(files, SAYS)["state"] == "passed"


def test_static_files_are_served_with_their_type(judge):
    check = """
async def check(site):
    page = await site.visitor().get("/")
    style = await site.visitor().get(page.stylesheets[0])
    site.expect((style.status, style.type) == (200, "text/css"), "wrong", page=style)
"""
    template = "{% load static %}<link rel='stylesheet' href='{% static 'style.css' %}'>"
    assert judge(site(template=template) | {"static/style.css": "p {}"}, check)["state"] == "passed"
