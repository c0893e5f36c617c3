import asyncio
import json
import logging

import pytest

from chat import events
from chat.simple_guard import SimpleGuard
from pupils.identity import Who


class Served:
    """An application behind the guard, the frames it was given, and what its client was sent."""

    def __init__(self, gone=False):
        self.to_app, self.sent, self.given, self.gone = asyncio.Queue(), [], [], gone

    async def app(self, scope, receive, send):
        while (event := await receive())["type"] != "websocket.disconnect":
            self.given.append(event)
            await send({"type": "websocket.send", "text": "reçu"})

    async def send(self, event):
        if self.gone:
            raise OSError("The client is gone")
        self.sent.append(event)

    async def run(self, *frames, **scope):
        """Let the client send these texts (or bytes), then go."""
        for frame in frames:
            kind = "bytes" if isinstance(frame, bytes) else "text"
            await self.to_app.put({"type": "websocket.receive", kind: frame})
        await self.to_app.put({"type": "websocket.disconnect", "code": 1001})
        await asyncio.wait_for(
            SimpleGuard(self.app)({"type": "websocket", "headers": [], **scope}, self.to_app.get, self.send), 5
        )
        return self

    @property
    def errors(self):
        texts = [event["text"] for event in self.sent if event.get("text", "reçu") != "reçu"]
        return [json.loads(text)["code"] for text in texts]


def frame(**changes):
    event = {"type": "message", "userName": "Greg", "message": "coucou"} | changes
    return json.dumps({key: value for key, value in event.items() if value is not ...})


MALFORMED = {
    "": "bad_json",
    "{": "bad_json",
    "[]": "bad_json",
    "[" * 10_000: "bad_json",
    b"\x00\xff": "bad_json",
    "{}": "bad_type",
    '{"type": "history", "after": 0}': "bad_type",
    frame(type="chat.elapsed"): "bad_type",
    frame(type=["message"]): "bad_type",
    frame(userName=...): "bad_field",
    frame(userName=None): "bad_field",
    frame(userName=" "): "bad_field",
    frame(message={"a": 1}): "bad_field",
    frame(message=" "): "empty_message",
    frame(message="a" * 2001): "message_too_long",
    frame(userName="a" * 33): "name_too_long",
    frame(message="a\ud800b"): "bad_text",
    frame(message="a\u202eb"): "bad_text",
}


@pytest.mark.parametrize(("text", "code"), MALFORMED.items(), ids=[str(text[:40]) for text in MALFORMED])
async def test_a_frame_that_cannot_be_read_is_refused_and_the_next_one_comes_through(text, code):
    served = await Served().run(text, frame())
    assert served.errors == [code]
    assert [json.loads(event["text"]) for event in served.given] == [json.loads(frame())]


async def test_name_and_text_are_tidied_and_nothing_else_comes_along():
    served = await Served().run(frame(userName=" Greg ", message="e\u0301 ", nbClients=99))
    assert json.loads(served.given[0]["text"]) == {"type": "message", "userName": "Greg", "message": "é"}


async def test_too_many_messages_are_refused_and_said_so(settings, nothing_refills):
    settings.CHAT_RATE_PER_SOCKET = 5
    served = await Served().run(*[frame()] * 8)
    assert len(served.given) == 5
    assert served.errors == ["rate_limited"] * 3


async def test_one_who_floods_is_closed_and_still_leaves_properly(monkeypatch, nothing_refills):
    monkeypatch.setattr("chat.simple_guard.FRAMES_AT_ONCE", 10)
    served = await Served().run(*["x"] * 500)
    assert served.errors == ["bad_json"] * 10
    assert served.sent[-1] == {"type": "websocket.close", "code": events.CLOSE_FLOODING}


async def test_who_is_gone_leaves_no_traceback_and_no_ghost(caplog):
    """uvicorn raises when one writes to a client that has left; the application hears of it by the disconnection."""
    with caplog.at_level(logging.WARNING):
        served = await Served(gone=True).run(frame(), frame())
    assert len(served.given) == 1
    assert caplog.records == []


async def test_who_claimed_a_name_writes_under_it():
    served = await Served().run(frame(userName="Nathalie"), pupil=Who(claim=1, name="Greg"))
    assert json.loads(served.given[0]["text"])["userName"] == "Greg"


async def test_a_muted_pupil_is_not_heard():
    served = await Served().run(frame(), pupil=Who(claim=1, name="Greg", muted=True))
    assert (served.given, served.errors) == ([], ["muted"])
