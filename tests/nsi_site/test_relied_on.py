import ast

from nsi_site.relied_on import NAMES, gone
from tests.test_layout import committed


def test_the_libraries_still_have_what_the_guards_rely_on():
    assert gone() == []


def test_what_a_release_renames_is_told_by_name():
    names = {"twisted": {"twisted.web.http.HTTPChannel": ["requests", "_renamed"]}}
    (sentence,) = gone(names)
    assert sentence.startswith("twisted ")
    assert "has no `_renamed` in twisted.web.http.HTTPChannel any more" in sentence


def test_a_name_that_is_only_a_part_of_others_is_gone():
    # `dataReceived` and `sendCloseFrame` are there.
    assert len(gone({"autobahn": {"autobahn.websocket.protocol.WebSocketProtocol": ["dat", "Close"]}})) == 2


def test_a_class_that_is_gone_is_told_too():
    assert len(gone({"daphne": {"daphne.server.Gone": ["x"]}})) == 1


# Documented for everybody in spite of their underscore.
PUBLIC = {"_", "_exit", "_meta"}


def private_names(path):
    """What is written `thing._name`, or defined under such a name."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "name", None)
        if isinstance(name, str) and name.startswith("_") and not name.startswith("__"):
            yield name


def test_every_private_name_is_listed():
    listed = {name for places in NAMES.values() for wanted in places.values() for name in wanted}
    used = {(path.name, name) for path in committed("nsi_site/*.py") for name in private_names(path)}
    assert {use for use in used if use[1] not in listed and use[1] not in PUBLIC} == set()
