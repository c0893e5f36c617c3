import asyncio
import contextlib
import re
import socket
import time
from types import SimpleNamespace

import psutil
import pytest
from daphne.ws_protocol import WebSocketProtocol
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidMessage

from nsi_site import socket_guard
from nsi_site.socket_guard import MAX_FRAME, GuardedSocket, GuardedSocketFactory, Inbox
from tests.servers import wait_until

HANDSHAKE = (
    b"GET %s HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
)


def enter(site, path):
    return connect(site.ws_url + path, max_size=None, ping_interval=None, compression=None)


async def closing(client):
    """The code and reason with which the server closes."""
    with contextlib.suppress(ConnectionClosed):
        async for _ in client:
            pass
    await client.wait_closed()
    return client.close_code, client.close_reason


def frame(payload):
    """A client's short text frame as bytes, masked with zeros."""
    return bytes([0x81, 0x80 | len(payload)]) + bytes(4) + payload


@contextlib.contextmanager
def raw_socket(site, path):
    """A WebSocket without any library: it does nothing by itself, not even read."""
    with socket.create_connection(("127.0.0.1", site.port), 20) as connection:
        connection.sendall(HANDSHAKE % path.encode())
        answer = b""
        while not answer.endswith(b"\r\n\r\n"):
            answer += connection.recv(1)
        yield connection


def is_cut(connection):
    """Whether the server has dropped the connection of somebody who sends without ever reading."""
    try:
        connection.sendall(frame(b"hello"))
    except OSError:
        return True
    return False


async def test_a_frame_of_the_largest_size_passes(echo_site):
    async with enter(echo_site, "/echo") as client:
        await client.send("x" * MAX_FRAME)
        assert len(await client.recv()) == MAX_FRAME


async def test_a_larger_frame_closes_with_4413(echo_site):
    async with enter(echo_site, "/echo") as client:
        await client.send("x" * (MAX_FRAME + 1))
        assert await closing(client) == (4413, "Trame trop grande")


async def test_a_larger_message_in_small_frames_closes_with_4413(echo_site):
    async with enter(echo_site, "/echo") as client:
        with contextlib.suppress(ConnectionClosed):
            await client.send("x" * 1000 for _ in range(100))
        assert (await closing(client))[0] == 4413


async def test_text_that_is_not_utf8_closes_with_1007(echo_site):
    async with enter(echo_site, "/echo") as client:
        await client.send(b"\xff\xfe", text=True)
        assert (await closing(client))[0] == 1007


async def test_an_empty_text_is_a_message_too(echo_site):
    async with enter(echo_site, "/echo") as client:
        await client.send("")
        await client.send(b"")
        assert [await client.recv(), await client.recv()] == ["", b""]


@pytest.mark.parametrize(("code", "reason"), [(1000, ""), (1012, "bientôt"), (1013, ""), (4404, "é" * 60)])
async def test_the_application_s_code_and_reason_reach_the_client(echo_site, code, reason):
    async with enter(echo_site, f"/close?code={code}&reason={reason}") as client:
        assert await closing(client) == (code, reason)
    assert "Traceback" not in echo_site.output


async def test_of_a_reason_as_much_is_sent_as_fits(echo_site):
    async with enter(echo_site, f"/close?code=4000&reason={'é' * 100}") as client:
        assert await closing(client) == (4000, "é" * 61)


async def test_a_browser_with_many_long_cookies_gets_in(echo_site):
    headers = {f"X-{number}": "a" for number in range(150)} | {"Cookie": "a=" + "x" * 9000}
    async with connect(echo_site.ws_url + "/echo", additional_headers=headers) as client:
        await client.send("hello")
        assert await client.recv() == "hello"


@pytest.mark.parametrize("data", [frame(b"x") * 2000, b"\xff\xff\xff", b"\x88\x82\0\0\0\0\x03\xe8"])
def test_frames_that_come_before_the_socket_is_taken_leave_no_traceback(echo_site, data):
    with socket.create_connection(("127.0.0.1", echo_site.port), 60) as connection:
        connection.sendall(HANDSHAKE % b"/undecided")
        connection.sendall(data)
        with contextlib.suppress(ConnectionResetError):
            assert connection.recv(100) == b""
    assert "Traceback" not in echo_site.output


def is_full(connection):
    """Whether nothing more comes although nothing is read."""
    before = waiting(connection)
    time.sleep(0.3)
    return 0 < before == waiting(connection)


def waiting(connection):
    return len(connection.recv(1 << 24, socket.MSG_PEEK))


def test_who_neither_reads_nor_leaves_is_dropped_although_he_said_goodbye(echo_site):
    process = psutil.Process(echo_site.process.pid)
    with raw_socket(echo_site, "/talk") as connection:
        wait_until(lambda: is_full(connection), "the server cannot send any more")
        connection.sendall(b"\x88\x82\0\0\0\0\x03\xe8")
        port = connection.getsockname()[1]
        wait_until(lambda: all(c.raddr[1:] != (port,) for c in process.net_connections()), "the server drops him")


async def test_frames_that_the_application_does_not_take_close_with_4429(echo_site):
    async with enter(echo_site, "/deaf") as client:
        with contextlib.suppress(ConnectionClosed):
            for _ in range(5000):
                await client.send("x")
        assert await closing(client) == (4429, "Trop de trames à la fois")


def test_after_a_flood_nothing_more_is_read(monkeypatch):
    read = []

    def receive(socket, data):
        read.append(data)
        socket.onMessage(data, False)

    monkeypatch.setattr(GuardedSocket, "_dataReceived", receive)
    monkeypatch.setattr(WebSocketProtocol, "onMessage", lambda *_: None)
    monkeypatch.setattr(GuardedSocket, "fail", lambda *_: None)
    flooder = GuardedSocket()
    door = SimpleNamespace(receives=lambda *_: None)
    flooder.factory, flooder.transport = SimpleNamespace(server_class=SimpleNamespace(door=door)), None
    flooder.state = flooder.STATE_OPEN
    flooder.application_queue = Inbox()
    flooder.dataReceived(b"one")
    for _ in range(socket_guard.MAX_WAITING_FRAMES + 1):
        flooder.application_queue.put_nowait({"type": "websocket.receive", "text": ""})
    flooder.dataReceived(b"one too many")
    flooder.dataReceived(b"two")
    assert read == [b"one", b"one too many"]


async def test_long_frames_fill_the_inbox_sooner(echo_site):
    async with enter(echo_site, "/deaf") as client:
        with contextlib.suppress(ConnectionClosed):
            for _ in range(100):
                await client.send("x" * MAX_FRAME)
        assert (await closing(client))[0] == 4429


def test_who_reads_nothing_is_dropped_although_the_server_has_much_to_say(echo_site):
    with raw_socket(echo_site, "/talk"):
        wait_until(lambda: "talked to a wall" in echo_site.output, "the server cuts the line", 30)


def test_who_talks_without_answering_the_pings_is_dropped(echo_site):
    with raw_socket(echo_site, "/echo") as connection:
        wait_until(lambda: is_cut(connection), "the server cuts the line", 30)


async def test_who_answers_the_pings_is_kept_without_talking(echo_site):
    async with enter(echo_site, "/echo") as client:
        await asyncio.sleep(3.5)  # longer than who does not answer is kept
        await client.send("still here")
        assert await client.recv() == "still here"


async def test_a_handshake_that_the_application_does_not_decide_is_given_up(echo_site):
    with pytest.raises(InvalidMessage):
        await enter(echo_site, "/undecided")


class TestInbox:
    def test_it_overflows_by_number(self):
        inbox = Inbox()
        for _ in range(socket_guard.MAX_WAITING_FRAMES):
            inbox.put_nowait({"type": "websocket.receive", "text": ""})
        assert not inbox.overflows()
        inbox.put_nowait({"type": "websocket.receive", "text": ""})
        assert inbox.overflows()

    def test_it_overflows_by_size_until_something_is_taken(self):
        inbox = Inbox()
        inbox.put_nowait({"type": "websocket.receive", "bytes": b"x" * (socket_guard.MAX_WAITING_SIZE + 1)})
        assert inbox.overflows()
        inbox.get_nowait()
        assert not inbox.overflows()

    async def test_who_waits_gets_what_comes_in_its_order(self):
        inbox, events = Inbox(), [{"type": "websocket.receive", "text": text} for text in "abc"]
        first = asyncio.create_task(inbox.get())
        await asyncio.sleep(0)
        for event in events:
            inbox.put_nowait(event)
        assert [await first, await inbox.get(), await inbox.get()] == events

    async def test_who_gives_up_waiting_takes_nothing_along(self):
        inbox = Inbox()
        gone = asyncio.create_task(inbox.get())
        await asyncio.sleep(0)
        gone.cancel()
        inbox.put_nowait({"type": "websocket.connect"})
        assert await inbox.get() == {"type": "websocket.connect"}


async def test_who_waits_for_a_reader_goes_on_once_all_is_read_however_often_it_was_paused(pushed):
    pushed.pauseProducing()
    waiting = asyncio.create_task(pushed.drained())
    await asyncio.sleep(0)
    pushed.pauseProducing()
    assert not waiting.done()
    pushed.resumeProducing()
    await asyncio.wait_for(waiting, 60)


@pytest.mark.parametrize("header", [b"\x00\x80", b"\x89\x80", b"\x8a\x80"], ids=["empty part", "ping", "pong"])
def test_frames_that_never_make_a_message_close_with_4429(echo_site, header):
    with raw_socket(echo_site, "/echo") as connection:
        if header == b"\x00\x80":
            connection.sendall(b"\x01\x80" + bytes(4))
        for _ in range(10):
            connection.sendall((header + bytes(4)) * 1000)
        assert closing_frame(connection) == 4429


def closing_frame(connection):
    """The code in the closing frame that comes after whatever comes before."""
    received = b""
    while part := connection.recv(65536):
        received += part
        if found := re.search(rb"\x88.(..)", received, re.DOTALL):
            return int.from_bytes(found[1], "big")
    return None


def test_the_pieces_of_a_message_that_is_too_big_end_with_its_code(echo_site):
    with raw_socket(echo_site, "/echo") as connection:
        piece = b"\x00\xc0"[:1] + bytes([0x80 | 64]) + bytes(4 + 64)
        connection.sendall(b"\x02\x80" + bytes(4))
        with contextlib.suppress(OSError):
            for _ in range(2000):
                connection.sendall(piece)
        assert closing_frame(connection) == 4413


async def test_a_page_opened_from_a_file_gets_in_as_far_as_the_application(echo_site):
    async with connect(f"{echo_site.ws_url}/echo", origin="null") as client:
        await client.send("hello")
        assert await client.recv() == "hello"


@pytest.fixture
def wire():
    """A connection whose system takes four bytes at a time; what Twisted is to write later is in `later`."""

    def send(data):
        wire.sent.append(data[: wire.room])
        return len(data[: wire.room])

    def write(data):
        wire._tempDataBuffer += [data] if data else []

    wire = SimpleNamespace(sent=[], room=4, socket=SimpleNamespace(send=send), write=write, _tempDataBuffer=[])
    wire.dataBuffer, wire.TLS, wire.connected, wire.disconnecting = b"", False, 1, False
    return wire


@pytest.fixture
def pushed(wire):
    pushed = GuardedSocket()
    pushed.factory, pushed.transport = GuardedSocketFactory(None), wire
    pushed.state = pushed.STATE_OPEN
    return pushed


def test_an_open_socket_keeps_nothing_of_its_handshake(pushed):
    pushed.request = SimpleNamespace(path="/ws/page", headers={"cookie": "a=b"})
    pushed.http_headers, pushed.http_request_data = {"cookie": "a=b"}, b"GET /ws/page HTTP/1.1"
    pushed.server, pushed.path, pushed.client_addr = SimpleNamespace(log_action=lambda *_: None), b"/ws/page", None
    pushed.onOpen()
    assert (pushed.request.headers, pushed.http_headers, pushed.http_request_data) == (None, None, None)


def test_what_is_pushed_goes_out_at_once_unless_much_waits_or_the_socket_closes(pushed, wire):
    assert pushed.push("a")
    pushed.pauseProducing()
    assert not pushed.push("b")
    pushed.resumeProducing()
    pushed.state = pushed.STATE_CLOSING
    assert not pushed.push("c")
    assert (wire.sent, wire._tempDataBuffer) == ([b"\x81\x01a"], [])


def test_what_the_system_does_not_take_waits_and_nothing_overtakes_it(pushed, wire):
    for text in ("abcd", "e"):
        assert pushed.push(text)
    assert (wire.sent, wire._tempDataBuffer) == ([b"\x81\x04ab"], [b"cd", b"\x81\x01e"])


@pytest.mark.parametrize("state", [{"TLS": True}, {"dataBuffer": b"x"}, {"connected": 0}, {"disconnecting": True}])
def test_twisted_writes_what_is_encrypted_waits_or_leaves(pushed, wire, state):
    vars(wire).update(state)
    assert pushed.push("a")
    assert (wire.sent, wire._tempDataBuffer) == ([], [b"\x81\x01a"])


def test_a_client_that_is_gone_is_left_to_twisted(pushed, wire):
    def fail(data):
        raise ConnectionResetError

    wire.socket.send = fail
    assert pushed.push("a")
    assert wire._tempDataBuffer == [b"\x81\x01a"]
