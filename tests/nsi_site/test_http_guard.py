import random
import re
import socket
import struct
import urllib.request
from types import SimpleNamespace

import psutil
import pytest
from twisted.internet.address import IPv4Address
from twisted.internet.task import Clock
from twisted.internet.testing import StringTransport

from nsi_site.doors import ConnectionDoor
from nsi_site.http_guard import (
    MAX_BODY,
    MAX_WORK,
    REQUEST_TIMEOUT,
    GuardedHTTPFactory,
    GuardedRequest,
    with_known_charset,
)
from tests.servers import wait_until

HANDSHAKE = (
    b"GET /echo HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
)
GARBAGE = {
    "random bytes": random.Random(1).randbytes(500) + b"\r\n\r\n",
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\r\n\r\n",
    "a French method": "RÉCUPÉRER / HTTP/1.1\r\n\r\n".encode(),
    "another version": b"GET / HTTP/3.0\r\n\r\n",
    "a space in a header's name": b"GET / HTTP/1.1\r\nA B: c\r\n\r\n",
    "a giant header": b"GET / HTTP/1.1\r\nX: " + b"a" * 100_000 + b"\r\n\r\n",
    "3000 headers": b"GET / HTTP/1.1\r\n" + b"X: a\r\n" * 3000 + b"\r\n",
    "a negative length": b"POST / HTTP/1.1\r\nContent-Length: -5\r\n\r\n",
    "two lengths": b"POST / HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
    "no chunk": b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    "a subprotocol of bytes": HANDSHAKE + b"Connection: close\r\nSec-WebSocket-Protocol: \xff\r\n\r\n",
    "an origin of bytes": HANDSHAKE + b"Origin: \xff\r\n\r\n",
    "a broken origin": HANDSHAKE + b"Origin: http://[::1\r\n\r\n",
    "a broken extension": HANDSHAKE + b"Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=z\r\n\r\n",
    "no key": HANDSHAKE.replace(b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n", b"") + b"\r\n",
}


def talk(site, data, timeout=10):
    """Send bytes as they are; return all that comes back until the server closes."""
    with socket.create_connection(("127.0.0.1", site.port), timeout) as connection:
        connection.sendall(data)
        received = b""
        while part := connection.recv(65536):
            received += part
        return received


def status(answer):
    return int(answer.split(b" ")[1])


def post(size, *headers, path=b"/there"):
    lines = [
        b"POST %b HTTP/1.1" % path,
        b"Host: localhost",
        b"Connection: close",
        b"Content-Length: %d" % size,
        *headers,
    ]
    return b"\r\n".join(lines) + b"\r\n\r\n"


def test_options_of_the_server_itself_are_told(echo_site):
    asking = b"OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n"
    answer = talk(echo_site, asking + asking.replace(b"Host", b"Connection: close\r\nHost"))
    assert answer.count(b"HTTP/1.1 200 OK") == answer.lower().count(b"\r\nallow: get, head, post, options\r\n") == 2
    assert '"OPTIONS * HTTP/1.1" 200' in echo_site.output


def test_a_body_of_the_largest_size_arrives_whole(echo_site):
    answer = talk(echo_site, post(MAX_BODY) + b"a" * MAX_BODY)
    assert answer.endswith(b"POST 65536 ")


def test_a_larger_body_is_refused_before_it_is_sent(echo_site):
    answer = talk(echo_site, post(MAX_BODY + 1, b"Expect: 100-continue"))
    assert status(answer) == 413
    assert "Le corps de cette requête est trop grand".encode() in answer
    assert '"POST /there HTTP/1.1" 413 -' in echo_site.output


def test_what_a_pupil_sends_to_be_kept_may_be_a_whole_project(echo_site):
    work = b"/eleve/projets/chat"
    assert talk(echo_site, post(MAX_WORK, path=work) + b"a" * MAX_WORK).endswith(b"POST %d " % MAX_WORK)
    assert status(talk(echo_site, post(MAX_WORK + 1, path=work))) == 413


def test_a_body_that_hides_its_size_is_refused_when_it_gets_too_large(echo_site):
    chunk = b"8000\r\n" + b"a" * 0x8000 + b"\r\n"
    head = b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert status(talk(echo_site, head + 10 * chunk + b"0\r\n\r\n")) == 413


def test_who_sends_a_refused_body_all_the_same_reads_why(echo_site):
    size = 20_000_000
    assert status(talk(echo_site, post(size) + b"a" * size)) == 413


def test_refused_bodies_are_not_kept_in_memory(echo_site):
    process = psutil.Process(echo_site.process.pid)
    before = process.memory_info().rss
    for _ in range(3):
        talk(echo_site, post(20_000_000) + b"a" * 20_000_000)
    assert process.memory_info().rss - before < 10_000_000


@pytest.mark.parametrize("case", GARBAGE)
def test_garbage_is_answered_or_dropped_without_a_traceback(echo_site, case):
    answer = talk(echo_site, GARBAGE[case])
    assert (
        not answer or 400 <= status(answer) < 500 or status(answer) == 101
    )  # whether it is taken is the application's
    assert "Traceback" not in echo_site.output


def test_mutated_requests_leave_no_traceback(echo_site):
    dice = random.Random(2)
    requests = [post(5) + b"hello", HANDSHAKE + b"\r\n", *GARBAGE.values()]
    for _ in range(200):
        data = bytearray(dice.choice(requests)[:500])
        for _ in range(dice.randint(1, 6)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        with socket.create_connection(("127.0.0.1", echo_site.port)) as connection:
            connection.sendall(data)
    assert talk(echo_site, post(5) + b"hello").endswith(b"POST 5 ")
    assert "Traceback" not in echo_site.output


def test_a_client_cannot_move_the_site_s_root(echo_site):
    answer = talk(
        echo_site, b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nDaphne-Root-Path: /evil\r\n\r\n"
    )
    assert answer.endswith(b"GET 0 ")


def test_what_follows_a_body_in_chunks_is_no_header(echo_site):
    head = post(0, b"Transfer-Encoding: chunked", path=b"/headers").replace(b"Content-Length: 0\r\n", b"")
    answer = talk(echo_site, head + b"3\r\nabc\r\n0\r\nX-Forwarded-For: 6.6.6.6\r\n\r\n")
    assert b"chunked" in answer
    assert b"6.6.6.6" not in answer


GET = b"GET /%b HTTP/1.1\r\nHost: localhost\r\n\r\n"
IN_ONE_PACKET = {
    "after an empty line": (b"\r\n" + post(3) + b"abc", [b"POST 3"]),
    "after a chunk that looks like a head": (
        b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"8\r\n\r\n\r\n\r\n\r\n\r\n0\r\n\r\n" + post(0),
        [b"POST 8", b"POST 0"],
    ),
    "with accents": (GET % b"a" + GET % "é".encode() + post(0), [b"GET 0", b"GET 0", b"POST 0"]),
    "with an upgrade that means nothing": (
        post(3, b"Upgrade: h2c").replace(b"close", b"Upgrade") + b"abc" + post(0),
        [b"POST 3", b"POST 0"],
    ),
    "that cannot be read": (GET % b"a" + b"GET / HTTP/1.1\r\n\r\n", [b"GET 0", b"HTTP/1.1 400"]),
    "that is too large": (GET % b"a" + post(MAX_BODY + 1), [b"GET 0", b"HTTP/1.1 413"]),
    "a thousand": (GET % b"a" * 999 + post(0), [b"GET 0"] * 999 + [b"POST 0"]),
}


@pytest.mark.parametrize("case", IN_ONE_PACKET)
def test_requests_in_one_packet_are_answered_one_after_the_other(echo_site, case):
    sent, expected = IN_ONE_PACKET[case]
    answers = talk(echo_site, sent, timeout=60)
    assert re.findall(rb"(?:GET|POST) \d|HTTP/1.1 4\d\d", answers) == expected
    assert "Traceback" not in echo_site.output


@pytest.mark.parametrize("data", [b"", b"\x01\r\n\r\n", HANDSHAKE + b"\r\n"])
def test_who_is_gone_before_he_is_seen_leaves_no_traceback(echo_site, data):
    for _ in range(50):
        with socket.create_connection(("127.0.0.1", echo_site.port), 60) as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            connection.sendall(data)
    assert status(talk(echo_site, post(0))) == 200
    assert "Traceback" not in echo_site.output


def test_upgrade_means_nothing_in_http_1_0(echo_site):
    assert status(talk(echo_site, HANDSHAKE.replace(b"HTTP/1.1", b"HTTP/1.0") + b"\r\n")) == 200


def test_our_page_replaces_daphne_s(echo_site):
    answer = talk(echo_site, GARBAGE["a subprotocol of bytes"])
    assert status(answer) == 400
    assert "Le serveur ne comprend pas cette requête".encode() in answer


def test_who_sends_a_byte_now_and_then_does_not_hold_a_connection_for_ever():
    clock, transport = Clock(), StringTransport()
    server = SimpleNamespace(protocol_connected=id, protocol_disconnected=id, door=ConnectionDoor())
    channel = GuardedHTTPFactory(server).buildProtocol(IPv4Address("TCP", "10.0.0.7", 1))
    channel.callLater = clock.callLater
    channel.makeConnection(transport)
    for byte in b"GET / HTTP/1.1\r\nX: ".ljust(REQUEST_TIMEOUT - 1, b"x"):
        channel.dataReceived(bytes([byte]))
        clock.advance(1)
    assert not transport.disconnecting
    clock.advance(1)
    assert transport.disconnecting


def test_each_answer_is_one_line_of_the_console(echo_site):
    urllib.request.urlopen(f"{echo_site.url}/une?fois=%C3%A9").close()
    wait_until(lambda: "/une?fois=é" in echo_site.output, "the line is written")
    assert echo_site.output.count('"GET /une?fois=é HTTP/1.1" 200 -') == 1


def head(*lines, target=b"/there", version=b"HTTP/1.1"):
    lines = [b"GET " + target + b" " + version, b"Host: localhost", b"Connection: close", *lines]
    return b"\r\n".join(lines) + b"\r\n\r\n"


class TestWhatNeverReachesTheApplication:
    """It gets a page in French and a line in the console all the same."""

    @pytest.mark.parametrize(
        ("request_bytes", "code", "sentence"),
        [
            (b"\x00\x01\x02 hello", 400, "Le serveur ne comprend pas"),
            (b"GET / HTTP/3.0\r\n\r\n", 400, "Le serveur ne comprend pas"),
            (b"GET /no-host HTTP/1.1\r\n\r\n", 400, "Le serveur ne comprend pas"),
            (b"GET /" + b"a" * 17_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", 414, "est trop longue"),
            (head(b"Cookie: " + b"a" * 17_000), 431, "trop de cookies"),
            (head(*(b"Cookie: %d=" % n + b"a" * 1000 for n in range(20))), 431, "trop de cookies"),
        ],
    )
    def test_it_is_told_why(self, echo_site, request_bytes, code, sentence):
        answer = talk(echo_site, request_bytes)
        assert status(answer) == code
        assert sentence.encode() in answer
        assert b"\r\nDate: " in answer
        assert echo_site.output.rstrip().splitlines()[-1].endswith(f" {code} -")

    def test_https_is_closed_at_once_and_said(self, echo_site):
        assert talk(echo_site, GARBAGE["TLS"], timeout=5) == b""
        wait_until(lambda: "parle http://" in echo_site.output, "the console says it")


class TestTarget:
    """What stands between the method and the version."""

    def test_accents_may_come_unencoded_as_curl_sends_them(self, echo_site):
        assert status(talk(echo_site, head(target="/bonjour?Prénom=é".encode()))) == 200
        wait_until(lambda: "/bonjour?Prénom=é" in echo_site.output, "the console shows the letters")

    def test_a_whole_address_is_one_too(self, echo_site):
        assert status(talk(echo_site, head(target=b"http://localhost/whole"))) == 200
        wait_until(lambda: '"GET /whole HTTP' in echo_site.output, "the path alone is used")


@pytest.mark.parametrize("line", [b"404 Not Found", b"426 Upgrade Required", b"431 Request Header Fields Too Large"])
def test_every_status_has_its_words(echo_site, line):
    answer = talk(echo_site, head(target=b"/status/" + line[:3]))
    assert answer.startswith(b"HTTP/1.1 " + line + b"\r\n")


def test_every_answer_is_dated(echo_site):
    date = rb"(?i)\r\nDate: \w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT\r\n"
    assert re.search(date, talk(echo_site, head()))


class TestCharset:
    """Python remembers each name of a charset that it was asked for, known or not."""

    @pytest.mark.parametrize(
        ("sent", "kept"),
        [
            (b"text/plain; charset=utf-8", b"text/plain; charset=utf-8"),
            (b'text/plain; charset="ISO-8859-1"', b'text/plain; charset="ISO-8859-1"'),
            (b"text/plain; charset=deadbeef", b"text/plain"),
            (b"text/plain; charset*=x''a", b"text/plain"),
            (b"multipart/form-data; charset=x; boundary=abc", b"multipart/form-data; boundary=abc"),
            (b"multipart/form-data; boundary=abc", b"multipart/form-data; boundary=abc"),
            (b"text/plain; x=" + b"a" * 1000, b"text/plain; x=" + b"a" * 186),
        ],
    )
    def test_an_unknown_one_is_left_out(self, sent, kept):
        assert with_known_charset(sent) == kept


async def test_an_answer_in_pieces_ends_quietly_when_its_client_is_gone():
    request = GuardedRequest.__new__(GuardedRequest)
    request.channel = None
    await request.drained()
