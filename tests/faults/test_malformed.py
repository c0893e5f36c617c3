"""A thousand malformed frames through a real server: each gets its error code, the socket and the server stay."""

import json

from websockets.sync.client import connect

from tests.chat.test_events import ID, MALFORMED


def test_a_thousand_malformed_frames_are_answered_one_by_one(site):
    kinds = [*MALFORMED.items(), (b"", "bad_json"), (b"\x00\xff", "bad_json"), (b'{"type": "message"}', "bad_json")]
    assert len(kinds) >= 25
    with connect(f"{site.ws_url}/ws/chat/accueil") as socket:
        for n in range(1000):
            frame, code = kinds[n % len(kinds)]
            socket.send(frame)
            assert next_event(socket, "error")["code"] == code
        socket.send(json.dumps({"type": "message", "id": ID, "userName": "Greg", "message": "toujours là"}))
        assert next_event(socket, "messages")["messages"][-1]["message"] == "toujours là"
    assert "Traceback" not in site.output


def next_event(socket, type):
    while (event := json.loads(socket.recv(timeout=10)))["type"] != type or event.get("messages") == []:
        pass
    return event
