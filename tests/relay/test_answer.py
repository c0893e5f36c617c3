import pytest

from relay.answer import LONGEST, PIECE, Hostile, HttpAnswer, SocketAnswer, answer_to

SCOPE = {
    "type": "http",
    "scheme": "http",
    "path": "/chez/greg/~k/page2",
    "root_path": "/chez/greg/~k",
    "headers": [["host", "192.168.1.5:8001"]],
}
START = {"type": "http.response.start", "status": 200, "headers": [[b"Content-Type", b"text/html"]]}
BODY = {"type": "http.response.body", "body": b"x", "more_body": False}
# Of the specification of ASGI and its extensions: each would do something at some server.
OTHER_EVENTS = [
    *("http.response.pathsend", "http.response.zerocopysend", "http.response.push", "http.response.trailers"),
    *("http.response.debug", "http.response.early_hint", "websocket.http.response.start", "http.request"),
    *("websocket.http.response.body", "websocket.connect", "websocket.receive", "lifespan.startup.complete"),
    *("http.disconnect", "websocket.disconnect", "chat.removed", "relay.carry", ""),
]


def started(headers=(), status=200):
    answer = HttpAnswer(SCOPE)
    return answer, answer.take({"type": "http.response.start", "status": status, "headers": list(headers)})


def test_an_answer_passes_in_its_order():
    answer = answer_to(SCOPE)
    assert answer.take(START)[0]["status"] == 200
    assert answer.take(BODY | {"more_body": True})[0]["more_body"] is True
    answer.taken()
    assert answer.take(BODY)[0] == BODY
    assert answer.over


@pytest.mark.parametrize("kind", OTHER_EVENTS)
@pytest.mark.parametrize("kind_of_scope", ["http", "websocket"])
def test_no_other_event_of_asgi_is_passed_on(kind, kind_of_scope):
    with pytest.raises(Hostile):
        answer_to(SCOPE | {"type": kind_of_scope}).take({"type": kind, "path": "/etc/passwd"})


@pytest.mark.parametrize(
    "events",
    [
        [BODY],
        [START, START],
        [START, BODY | {"body": "text"}],
        [START, BODY | {"body": b"x" * (PIECE + 1)}],
        [START, BODY | {"more_body": 1}],
        [START, BODY | {"more_body": True}, BODY],  # without waiting until the piece was taken
        [START | {"status": True}],
        [START | {"status": "200"}],
        [START | {"headers": {"a": "b"}}],
        [START | {"headers": [[b"a"]]}],
        [START | {"headers": [["a", "b"]]}],
        [START | {"headers": [[b"a", b"b"]] * 101}],
        [["http.response.start"]],
        [None],
        [{}],
        [{"type": 7}],
    ],
)
def test_what_is_malformed_or_out_of_order_ends_the_tunnel(events):
    answer = HttpAnswer(SCOPE)
    for event in events[:-1]:
        answer.take(event)
    with pytest.raises(Hostile):
        answer.take(events[-1])


@pytest.mark.parametrize("status", [100, 101, 103, 199, 304, 305, 306, 402, 421, 426, 451, 511, 600, 0, -1, 2**70])
def test_a_status_that_would_change_the_connection_is_not_passed_on(status):
    answer, events = started(status=status)
    assert events == []
    assert answer.trouble == "status"


@pytest.mark.parametrize("status", [401, 407])
def test_no_browser_asks_for_a_password(status):
    _, events = started([[b"WWW-Authenticate", b"Basic"]], status)
    assert events[0]["status"] == 403
    assert b"www-authenticate" not in dict(events[0]["headers"])


def test_cookies_are_told_apart_from_the_headers():
    answer, events = started([[b"Set-Cookie", b"a=1"], [b"set-cookie", b"b=2"]])
    assert answer.cookies == [b"a=1", b"b=2"]
    assert [name for name, _ in events[0]["headers"]] == [b"content-type"]


def test_a_redirect_outside_is_explained_and_its_body_dropped():
    answer, events = started([[b"Location", b"/page2"]], 302)
    assert (events, answer.trouble) == ([], "outside")
    assert answer.take(BODY) == []


def test_a_body_beyond_the_limit_is_cut():
    answer, _ = started()
    for _ in range(LONGEST // PIECE):
        assert answer.take(BODY | {"body": b"x" * PIECE, "more_body": True})
        answer.taken()
    assert answer.take(BODY) == []
    assert answer.trouble == "long"


def socket(subprotocols=()):
    return SocketAnswer(SCOPE | {"type": "websocket", "subprotocols": list(subprotocols)})


def test_a_socket_is_accepted_then_speaks_then_closes():
    answer = socket(["chat"])
    assert answer.take({"type": "websocket.accept", "subprotocol": "chat", "headers": [[b"set-cookie", b"a=1"]]}) == [
        {"type": "websocket.accept", "subprotocol": "chat"}
    ]
    assert answer.take({"type": "websocket.send", "text": "é"}) == [{"type": "websocket.send", "text": "é"}]
    assert answer.take({"type": "websocket.send", "bytes": b"x"}) == [{"type": "websocket.send", "bytes": b"x"}]
    assert answer.take({"type": "websocket.close", "code": 4001}) == [{"type": "websocket.close", "code": 4001}]
    assert answer.take({"type": "websocket.send", "text": "late"}) == []


def test_a_subprotocol_that_nobody_offered_is_not_chosen():
    assert socket().take({"type": "websocket.accept", "subprotocol": "chat"})[0]["subprotocol"] is None


@pytest.mark.parametrize("code", [None, 1, 999, 1001, 1006, 1015, 2999, 5000, True, "4000", 2**63, -1])
def test_a_closing_code_that_servers_do_not_give_becomes_1000(code):
    answer = socket()
    answer.take({"type": "websocket.accept"})
    assert answer.take({"type": "websocket.close", "code": code})[0]["code"] == 1000


@pytest.mark.parametrize(
    "frame",
    [{}, {"text": 7}, {"text": None, "bytes": "x"}, {"text": "x" * (PIECE + 1)}, {"bytes": b"x" * (PIECE + 1)}],
)
def test_a_frame_that_is_none_ends_the_tunnel(frame):
    answer = socket()
    answer.take({"type": "websocket.accept"})
    with pytest.raises(Hostile):
        answer.take({"type": "websocket.send", **frame})


@pytest.mark.parametrize("events", [["websocket.send"], ["websocket.accept", "websocket.accept"]])
def test_a_socket_that_is_out_of_order_ends_the_tunnel(events):
    answer = socket()
    for kind in events[:-1]:
        answer.take({"type": kind})
    with pytest.raises(Hostile):
        answer.take({"type": events[-1], "text": "x"})
