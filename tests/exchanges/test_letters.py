import re

import pytest
from django.urls import set_script_prefix

from exchanges.letters import FRAME, mount, mount_point, path_in_site, without_letter


def mounted(path, root_path="", pattern=FRAME):
    """(letter, root_path, path) that the application gets."""
    found, scope = mount({"path": path, "root_path": root_path}, pattern)
    return found and found[1], scope["root_path"], scope["path"]


@pytest.mark.parametrize(
    ("path", "letter", "root_path"),
    [
        ("/~A/hello", "A", "/~A"),
        ("/~B/", "B", "/~B"),
        ("/~C/ws/chat/accueil", "C", "/~C"),
        ("/~A/~B/hello", "A", "/~A"),
        ("/hello", None, ""),
        ("/~A", None, ""),
        ("/~D/hello", None, ""),
        ("/~AB/hello", None, ""),
        ("/x/~A/hello", None, ""),
    ],
)
def test_the_prefix_goes_into_the_root_path_and_the_path_stays_whole(path, letter, root_path):
    assert mounted(path) == (letter, root_path, path)


@pytest.mark.parametrize("path", ["/nsi/~A/hello", "/~A/hello"])
def test_a_proxy_s_own_root_path_comes_first_whether_or_not_the_path_repeats_it(path):
    assert mounted(path, "/nsi") == ("A", "/nsi/~A", "/nsi/~A/hello")


def test_the_scope_that_was_given_stays_as_it_was():
    scope = {"path": "/~A/hello"}
    mount(scope, FRAME)
    assert scope == {"path": "/~A/hello"}


def test_any_other_prefix_can_be_a_mount_point():
    pattern = re.compile(r"/chez/(?P<slug>\w+)/~\w+(?=/)")
    assert mounted("/chez/eva/~k3y/page2", pattern=pattern) == ("eva", "/chez/eva/~k3y", "/chez/eva/~k3y/page2")


def test_the_path_in_the_site_has_no_prefix_left():
    assert path_in_site({"path": "/nsi/~A/hello", "root_path": "/nsi/~A"}) == "/hello"
    assert path_in_site({"path": "/hello"}) == "/hello"


def test_a_frame_is_mounted_where_the_site_is():
    assert mount_point("B") == "/~B"
    set_script_prefix("/nsi/")
    try:
        assert mount_point("B") == "/nsi/~B"
    finally:
        set_script_prefix("/")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("http://pc:8000/~A/chat/accueil", "http://pc:8000/chat/accueil"),
        ('<a href="/~B/suivante"> <a href="/~B/page2">', '<a href="/suivante"> <a href="/page2">'),
        ("visites=1; Path=/~A/lecon/visites", "visites=1; Path=/lecon/visites"),
        ("/nsi/~C/hello?x=/~C/", "/nsi/hello?x=/"),
        ("~A /~D/ /~A", "~A /~D/ /~A"),
    ],
)
def test_addresses_are_shown_without_the_letter(text, shown):
    assert without_letter(text) == shown
