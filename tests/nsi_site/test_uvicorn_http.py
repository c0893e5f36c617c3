import asyncio
import socket

import pytest

from nsi_site.http_guard import REQUEST_TIMEOUT
from nsi_site.uvicorn_http import GuardedHTTP
from nsi_site.uvicorn_server import Config, Server, command_line
from tests.nsi_site.test_http_guard import post
from tests.servers import wait_until

APPLICATION = "tests.nsi_site.echo:application"


class Wire(asyncio.Transport):
    """A connection that keeps what is written to it."""

    def __init__(self, address="10.0.0.7"):
        super().__init__({"peername": (address, 1), "sockname": ("10.0.0.1", 80)})
        self.written, self.closed, self.is_open = b"", False, True

    def write(self, data):
        self.written += data

    def write_eof(self):
        self.is_open = False

    def is_closing(self):
        return self.closed

    def close(self):
        self.closed = True

    abort = close
    pause_reading = resume_reading = lambda self: None


class Clock:
    """The part of an event loop that counts time."""

    def __init__(self):
        self.now, self.calls = 0, []

    def call_later(self, delay, call):
        self.calls.append((self.now + delay, call))
        return self.Handle(self, self.calls[-1])

    def advance(self, seconds):
        self.now += seconds
        for due in [due for due in self.calls if due[0] <= self.now]:
            self.calls.remove(due)
            due[1]()

    class Handle:
        def __init__(self, clock, due):
            self.clock, self.due = clock, due

        def cancel(self):
            if self.due in self.clock.calls:
                self.clock.calls.remove(self.due)


@pytest.fixture
def started():
    """The scopes with which the application was called."""
    return []


@pytest.fixture
def connect(started):
    """Open a connection; the application is not run, only noted."""

    def connect(*options, wire=None):
        config = Config(command_line().parse_args([*options, APPLICATION]))
        config.load()
        protocol = GuardedHTTP(config, Server(config).server_state, {}, Clock())
        protocol.loop.create_task = lambda work: (work.close(), started.append(protocol.scope), Done())[2]
        protocol.connection_made(wire or Wire())
        return protocol

    return connect


class Done:
    def add_done_callback(self, call):
        """Nothing is run."""


def test_who_sends_a_byte_now_and_then_does_not_hold_a_connection_for_ever(connect):
    slow = connect()
    for byte in b"GET / HTTP/1.1\r\nX: ".ljust(REQUEST_TIMEOUT - 1, b"x"):
        slow.data_received(bytes([byte]))
        slow.loop.advance(1)
    assert not slow.transport.closed
    slow.loop.advance(1)
    assert slow.transport.closed


def test_a_body_that_trickles_in_holds_no_turn_of_the_application(connect, started):
    slow = connect()
    slow.data_received(post(5) + b"hell")
    assert not started
    slow.data_received(b"o")
    assert [scope["path"] for scope in started] == ["/there"]
    slow.loop.advance(REQUEST_TIMEOUT)
    assert not slow.transport.closed  # it is the application's turn


async def test_a_body_that_trickles_in_after_another_request_has_no_more_time(connect, started):
    slow = connect()
    slow.data_received(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n" + post(5) + b"hell")
    slow.loop.advance(REQUEST_TIMEOUT)
    assert not slow.transport.closed
    await slow.cycle.send({"type": "http.response.start", "status": 200})
    await slow.cycle.send({"type": "http.response.body"})
    slow.loop.advance(REQUEST_TIMEOUT)
    assert (slow.transport.closed, len(started)) == (True, 1)


@pytest.mark.parametrize("end", ["timeout_keep_alive_handler", "eof_received"])
def test_who_is_told_to_go_and_reads_nothing_is_cut_off(connect, end):
    stays = connect()
    getattr(stays, end)()
    stays.transport.closed = False
    stays.loop.advance(REQUEST_TIMEOUT)
    assert stays.transport.closed


def test_who_is_gone_before_he_is_seen_is_not_counted(connect, monkeypatch):
    monkeypatch.setattr("uvicorn.protocols.http.httptools_impl.get_remote_addr", lambda transport: None)
    gone = connect()
    assert gone.transport.closed
    gone.connection_lost(None)
    assert gone.config.door.holders.total == 0


def test_a_socket_does_not_begin_with_a_body(connect):
    protocol = connect()
    protocol.data_received(post(3, b"Upgrade: websocket").replace(b"close", b"Upgrade") + b"abc")
    assert protocol.transport.written.startswith(b"HTTP/1.1 400 ")


def test_who_asks_whether_to_send_a_body_is_told_to(connect, started):
    asking = connect()
    asking.data_received(post(5, b"Expect: 100-continue"))
    assert asking.transport.written == b"HTTP/1.1 100 Continue\r\n\r\n"
    asking.data_received(b"hello")
    assert len(started) == 1


@pytest.mark.parametrize(
    ("options", "client", "kept"),
    [
        ([], "10.0.0.7", b"1.1.1.1, 192.168.0.9"),
        (["--proxy-headers"], "192.168.0.9", b"192.168.0.9"),
    ],
)
def test_only_behind_a_proxy_is_its_word_taken(connect, started, options, client, kept):
    protocol = connect(*options)
    protocol.data_received(post(0, b"X-Forwarded-For: 1.1.1.1, 192.168.0.9"))
    assert (started[0]["client"][0], dict(started[0]["headers"])[b"x-forwarded-for"]) == (client, kept)


def test_one_connection_too_many_is_told_so(connect, monkeypatch):
    monkeypatch.setattr("nsi_site.doors.ConnectionDoor.opens", lambda *_: False)
    refused = connect()
    assert refused.transport.written.startswith(b"HTTP/1.1 503 ")
    assert refused.transport.closed  # who lingers would take somebody's place
    refused.data_received(post(0))
    refused.connection_lost(None)
    assert refused.config.door.holders.total == 0


def test_when_all_are_taken_nothing_is_said(connect, monkeypatch):
    monkeypatch.setattr("nsi_site.doors.ConnectionDoor.opens", lambda *_: False)
    monkeypatch.setattr("nsi_site.doors.ConnectionDoor.is_full", lambda *_: True)
    refused = connect()
    assert (refused.transport.written, refused.transport.closed) == (b"", True)


def test_requests_sent_at_once_are_answered_in_their_order(echo_site):
    with socket.create_connection(("127.0.0.1", echo_site.port), 60) as connection:
        first = b"GET /1 HTTP/1.1\r\nHost: localhost\r\n\r\n"
        connection.sendall(first + post(5).replace(b"Connection: close\r\n", b"") + b"hello" + post(3) + b"abc")
        received = b""
        while part := connection.recv(65536):
            received += part
    assert received.index(b"GET 0 ") < received.index(b"POST 5 ") < received.index(b"POST 3 ")
    wait_until(lambda: echo_site.output.count('"GET /1 HTTP/1.1" 200') == 1, "the console says it")
