from exercises.exchange import Arrow, matches, to_json


def test_a_frame_matches_when_it_has_every_key_with_its_value():
    assert matches({"type": "message"}, {"type": "message", "userName": "Greg"})
    assert not matches({"type": "message", "userName": "Bob"}, {"type": "message", "userName": "Greg"})
    assert not matches({"type": "message"}, ["type"])


def test_a_frame_is_readable_without_escapes():
    assert Arrow("A", "down", r'{"message": "\u00e9t\u00e9"}').readable == '{"message": "été"}'
    assert Arrow("A", "down", "pas du JSON").readable == "pas du JSON"


def test_arrows_become_json():
    assert to_json([Arrow("A", "open", "maths")]) == [{"client": "A", "kind": "open", "text": "maths", "mark": ""}]
