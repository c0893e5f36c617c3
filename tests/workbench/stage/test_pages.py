"""The conditions about pages are met, one by one, in test_causes.py; here, what they must not accuse."""

import pytest

from tests.stage import site

CHECK = """
async def check(site):
    page = await site.visitor().get("/")
    site.expect(False, "wrong", page=page)
"""
RIGHT = [
    "<!doctype html><html><head><meta charset='utf-8'><title>a</title></head><body><p>a<br>b</p></body></html>",
    "<script>const a = { b }; if (a) { b }</script><style>p { color: red }</style>",
    "<center><a href='/'><button>a</button></a></center>",
    "<p>L’heure : « midi »</p>",
]


@pytest.mark.parametrize("template", RIGHT)
def test_a_page_without_mistakes_is_not_accused_of_one(judge, template):
    assert judge(site(template=template), CHECK)["code"] == "wrong"


def test_a_file_that_lies_elsewhere_is_named(judge):
    template = "{% load static %}<script src=\"{% static 'script.js' %}\"></script>"
    verdict = judge(site(template=template, **{"script.js": "", "static/style.css": ""}), CHECK)
    assert verdict["code"] == "file_not_found"
    assert "Votre fichier script.js n’y est pas : renommez-le static/script.js." in verdict["did"]
