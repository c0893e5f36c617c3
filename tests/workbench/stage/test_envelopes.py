import pytest

from workbench.stage import envelopes


@pytest.mark.parametrize(
    "message",
    [
        {"type": "end", "id": 7},
        {"type": "event", "id": 7, "event": {"type": "http.request", "body": b"\x00\xff", "more_body": False}},
        {"type": "open", "id": 7, "scope": {"headers": [[b"host", b"localhost"]], "path": "/élèves"}},
    ],
)
def test_a_message_comes_back_as_it_went(message):
    assert envelopes.loads(envelopes.dumps(message)) == message


def test_a_message_is_one_line_of_json():
    text = envelopes.dumps({"type": "event", "id": 1, "event": {"type": "websocket.send", "text": "a\nb"}})
    assert "\n" not in text


@pytest.mark.parametrize("text", ["", "[]", "null", '"open"', '{"a": {"base64": "é"}}', '{"a": {"base64": "x"}}'])
def test_what_is_no_message_is_a_value_error(text):
    with pytest.raises(ValueError):  # noqa: PT011 - json's and base64's own messages
        envelopes.loads(text)


def test_an_object_that_holds_more_than_base64_stays_an_object():
    assert envelopes.unpack({"base64": "AA==", "x": 1}) == {"base64": "AA==", "x": 1}
