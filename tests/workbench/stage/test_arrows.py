from workbench.stage.arrows import Arrow, matches, write_frame


def test_a_frame_that_is_not_json_has_no_data():
    assert Arrow("A", "down", "bonjour").data is None
    assert Arrow("A", "down", "[" * 100_000).data is None


def test_a_frame_is_read_without_escapes():
    assert Arrow("A", "down", '{"message": "\\u00e9"}').readable == '{"message": "é"}'
    assert write_frame("brut") == "brut"


def test_a_frame_matches_with_keys_to_spare_but_not_with_true_for_one():
    assert matches({"type": "presence"}, {"type": "presence", "nbClients": 2})
    assert not matches({"nbClients": 1}, {"nbClients": True})
    assert not matches({"type": "presence"}, ["presence"])
