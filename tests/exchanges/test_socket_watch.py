import asyncio
from base64 import b64encode

import pytest

from exchanges.bodies import SHOWN
from exchanges.recorder import Recorder
from exchanges.unasked import QUIET
from tests.exchanges.browsers import Frame, journal_of, kinds
from tests.exchanges.sites import echo


async def open_socket(app, url="/ws/echo", **headers):
    return await Frame(Recorder(app)).open(url, headers)


async def noted(socket):
    """What was noted of a socket once its client has left."""
    await socket.leave()
    return await journal_of("eleve")


async def test_the_handshake_the_frames_and_the_close_are_noted_under_one_exchange():
    socket = await open_socket(echo, "/ws/echo?a=1")
    socket.say("coucou é")
    await socket.until(lambda: socket.texts)
    events = await noted(socket)
    handshake, accepted, up, down, close = events
    assert len({event["exchange"] for event in events}) == 1
    assert [event["kind"] for event in events] == ["handshake", "accepted", "frame", "frame", "close"]
    assert (handshake["method"], handshake["target"]) == ("GET", "/ws/echo?a=1")
    assert handshake["view"]["name"] == "echo"
    assert (accepted["status"], accepted["reason"]) == (101, "Switching Protocols")
    assert {"direction": "up", "text": "coucou é", "size": 9, "truncated": False}.items() <= up.items()
    assert "unasked" not in up
    assert {"direction": "down", "text": "coucou é", "size": 9, "unasked": False}.items() <= down.items()
    assert (close["by"], close["code"]) == ("client", 1001)


async def test_the_answer_to_the_handshake_shows_what_the_protocol_makes_the_server_say():
    socket = await open_socket(echo, **{"Sec-WebSocket-Key": b64encode(b"the sample nonce").decode()})
    accepted = (await noted(socket))[1]
    assert accepted["headers"] == [
        ["Upgrade", "websocket"],
        ["Connection", "Upgrade"],
        ["Sec-WebSocket-Accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="],  # RFC 6455, section 1.3
    ]


async def test_what_passes_is_not_changed():
    socket = await open_socket(echo)
    message = {"type": "websocket.receive", "bytes": b"\x00\xff", "text": None}
    socket.to_app.put_nowait(message)
    await socket.until(lambda: socket.messages[1:])
    assert socket.messages[1:] == [{**message, "type": "websocket.send"}]
    up = (await noted(socket))[2]
    assert (up["text"], up["size"], up["truncated"]) == ("", 2, True)


async def test_a_long_frame_is_cut_and_its_size_counted_whole():
    socket = await open_socket(echo)
    socket.say("é" * 100_000)
    await socket.until(lambda: socket.texts)
    assert socket.texts == ["é" * 100_000]
    up = (await noted(socket))[2]
    assert (up["text"], up["size"], up["truncated"]) == ("é" * (SHOWN // 2), 200_000, True)


async def test_secrets_in_frames_are_masked():
    socket = await open_socket(echo)
    socket.say('{"type": "login", "password": "hunter2"}')
    await socket.until(lambda: socket.texts)
    assert "hunter2" in socket.texts[0]
    assert [event["text"] for event in (await noted(socket))[2:4]] == ['{"type": "login", "password": "••••"}'] * 2


async def test_a_frame_that_nobody_asked_for_is_told_apart():
    async def app(scope, receive, send):
        await receive()
        await send({"type": "websocket.accept"})
        await send({"type": "websocket.send", "text": "bienvenue"})
        await asyncio.sleep(QUIET + 0.05)
        await send({"type": "websocket.send", "text": "un autre est venu"})
        await receive()

    socket = await open_socket(app)
    await socket.until(lambda: len(socket.texts) == 2)
    frames = [event for event in await noted(socket) if event["kind"] == "frame"]
    assert [frame["unasked"] for frame in frames] == [False, True]


async def test_a_server_that_closes_is_noted_once():
    async def app(scope, receive, send):
        await receive()
        await send({"type": "websocket.accept"})
        await send({"type": "websocket.close", "code": 4404})
        await receive()

    socket = await open_socket(app)
    events = await noted(socket)
    assert [event["kind"] for event in events] == ["handshake", "accepted", "close"]
    assert (events[-1]["by"], events[-1]["code"]) == ("server", 4404)


async def test_a_refused_handshake_is_noted():
    async def app(scope, receive, send):
        await receive()
        await send({"type": "websocket.close", "code": 4403})

    refused = (await noted(await open_socket(app)))[1]
    assert (refused["kind"], refused["status"], refused["reason"], refused["code"]) == (
        "refused",
        403,
        "Forbidden",
        4403,
    )


async def test_a_handshake_that_is_answered_by_a_page_is_noted():
    async def app(scope, receive, send):
        await receive()
        await send({"type": "websocket.http.response.start", "status": 401, "headers": []})
        await send({"type": "websocket.http.response.body", "body": b""})

    refused = (await noted(await open_socket(app)))[1]
    assert (refused["kind"], refused["status"], refused["code"]) == ("refused", 401, None)


async def test_an_application_that_fails_before_accepting_is_noted_as_a_500():
    async def app(scope, receive, send):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await Recorder(app)(Frame(app).scope("websocket", "/ws", {}), asyncio.Queue().get, asyncio.Queue().put)
    assert [(event["kind"], event.get("status")) for event in await journal_of("eleve")] == [
        ("handshake", None),
        ("refused", 500),
    ]


async def test_an_application_that_fails_closes_the_socket():
    async def fail_at_first_frame(scope, receive, send):
        await receive()
        await send({"type": "websocket.accept"})
        await receive()
        raise ZeroDivisionError

    socket = await open_socket(fail_at_first_frame)
    socket.say("coucou")
    with pytest.raises(ZeroDivisionError):
        await socket.task
    close = (await journal_of("eleve"))[-1]
    assert (close["kind"], close["by"], close["code"]) == ("close", "server", 1011)


async def test_a_cancelled_socket_is_noted_as_closed():
    socket = await open_socket(echo)
    socket.task.cancel()
    await asyncio.gather(socket.task, return_exceptions=True)
    close = (await journal_of("eleve"))[-1]
    assert (close["kind"], close["by"], close["code"]) == ("close", "client", 1006)


async def test_a_room_of_thirty_messages_a_second_is_noted_whole():
    socket = await open_socket(echo)
    for number in range(60):
        socket.say(f'{{"id": "message-{number}"}}')
    await socket.until(lambda: len(socket.texts) == 60)
    await socket.leave()
    assert (await kinds("eleve")).count("frame") == 120
