from types import SimpleNamespace

import pytest
from websockets.exceptions import ProtocolError
from websockets.frames import Frame, Opcode

from chat.rates import Bucket
from nsi_site.uvicorn_http import GuardedHTTP
from nsi_site.uvicorn_server import Config, Server, command_line
from nsi_site.uvicorn_socket import GuardedSocket, Wire
from tests.nsi_site import test_uvicorn_http as http

HANDSHAKE = (
    b"GET /echo HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"X-Forwarded-For: 1.1.1.1, 192.168.0.9\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
)


@pytest.fixture
async def opened():
    """A socket that the application has taken, behind a proxy; the application itself is not run."""
    config = Config(command_line().parse_args(["--proxy-headers", http.APPLICATION]))
    config.load()
    wire, clock = http.Wire(), http.Clock()
    wire.set_protocol = lambda protocol: setattr(wire, "protocol", protocol)
    clock.create_task = lambda work: (work.close(), http.Done())[1]
    state = Server(config).server_state
    first = GuardedHTTP(config, state, {}, clock)
    config.ws_protocol_class = lambda **options: GuardedSocket(**options, _loop=clock)
    first.ws_protocol_class = config.ws_protocol_class
    clock.time = lambda: clock.now
    first.connection_made(wire)
    first.data_received(HANDSHAKE)
    await wire.protocol.send({"type": "websocket.accept"})
    return wire.protocol


async def test_an_open_socket_counts_for_the_address_that_the_proxy_told(opened):
    assert opened.scope["client"][0] == "192.168.0.9"
    assert opened.conn.frames_of_all is opened.config.frame_rates.bucket("192.168.0.9")
    assert opened.request is opened.response is None


async def test_what_is_pushed_goes_out_at_once_unless_much_waits_or_the_socket_closes(opened):
    opened.transport.written = b""
    assert opened.push("a")
    opened.pause_writing()
    assert not opened.push("b")
    opened.resume_writing()
    await opened.send({"type": "websocket.close", "code": 1000})
    assert not opened.push("c")
    assert opened.transport.written == b"\x81\x01a\x88\x02\x03\xe8"


async def test_what_the_application_sends_too_late_goes_nowhere(opened):
    await opened.send({"type": "websocket.close", "code": 1000})
    written = opened.transport.written
    await opened.send({"type": "websocket.send", "text": "late"})
    opened.connection_lost(None)
    await opened.send({"type": "websocket.send", "text": "later"})
    assert opened.transport.written == written


async def test_who_does_not_close_in_turn_is_cut_off(opened):
    opened.shutdown()
    assert not opened.transport.is_open
    assert not opened.transport.closed
    opened.loop.advance(opened.close_timeout)
    assert opened.transport.closed


async def test_who_says_goodbye_and_reads_nothing_is_cut_off(opened):
    await opened.send({"type": "websocket.close"})
    opened.loop.calls = [(due, call) for due, call in opened.loop.calls if call == opened.send_keepalive_ping]
    opened.loop.advance(opened.ping_interval)
    assert not opened.transport.closed
    opened.loop.advance(opened.close_timeout)
    assert opened.transport.closed


async def test_nothing_is_pushed_to_one_who_leaves(opened):
    opened.transport.close()
    assert not opened.push("a")


async def test_a_connection_that_is_gone_is_given_back(opened):
    assert opened.config.door.holders.total == 1
    opened.connection_lost(None)
    assert opened.config.door.holders.total == 0


def test_each_frame_takes_from_the_socket_s_and_from_the_address_s():
    wire = Wire(logger=SimpleNamespace(isEnabledFor=lambda level: False))
    wire.frames = Bucket(1, now=lambda: 0)
    wire.recv_frame(Frame(Opcode.PING, b""))
    with pytest.raises(ProtocolError):
        wire.recv_frame(Frame(Opcode.PING, b""))
