"""Pages and stylesheets are what the standards say: parsers that report each mistake read all of them."""

import html5lib
import pytest
import tinycss2
from django.urls import get_resolver, reverse

from exercises.catalogue import all_tasks
from lesson.steps import every_step
from tests.nsi_site.test_urls import addresses
from tests.servers import ROOT

PAGES = sorted(
    {*addresses(get_resolver()), "/chat/accueil"}
    | {reverse("step", args=[step.slug]) for step in every_step()}
    | {reverse("exercise", args=[task.slug]) for task in all_tasks()}
)
STYLES = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob("static/**/*.css"))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("address", PAGES)
def test_every_page_is_html(admin_client, address):
    answer = admin_client.get(address)
    is_page = answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html")
    if is_page and address != "/hello":  # a bare sentence
        parser = html5lib.HTMLParser()
        parser.parse(answer.content.decode())
        assert [(place, code) for place, code, _ in parser.errors] == []


@pytest.mark.parametrize("name", STYLES)
def test_every_stylesheet_is_css(name):
    rules = tinycss2.parse_stylesheet((ROOT / name).read_text(encoding="utf-8"), True, True)
    assert mistakes(rules) == []


def mistakes(rules):
    """What a browser would leave out, with its line, in rules inside rules too."""
    found = []
    for rule in rules:
        if rule.type == "error":
            found.append((rule.source_line, rule.message))
        elif getattr(rule, "content", None) is not None:
            found += mistakes(tinycss2.parse_blocks_contents(rule.content, True, True))
    return found
