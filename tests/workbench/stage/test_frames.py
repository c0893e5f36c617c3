from types import SimpleNamespace

from workbench.stage import frames


def case(*received, **wanted):
    return SimpleNamespace(client=SimpleNamespace(received=list(received)), wanted={"type": "message"} | wanted)


def test_the_key_that_stands_in_the_place_of_the_missing_one_is_named():
    found = frames.wrong_key(case({"type": "message", "username": "Greg"}, userName="Greg"), None)
    assert found == {"key": "userName", "found": " : votre trame a « username »"}


def test_one_wrong_value_is_shown_beside_the_right_one():
    found = frames.wrong_value(case({"type": "message", "userName": None}, userName="Greg"), None)
    assert found == {"key": "userName", "found": "null (None)", "value": '"Greg"'}


def test_a_type_of_nearly_the_right_name_is_named():
    assert frames.near_type(case({"type": "mesage"}), None) == {"found": "mesage", "type": "message"}
    assert frames.near_type(case({"type": "presence"}), None) is None
