"""Both ways in which clients of the comparison speak with a server."""

import json

import pytest

from bench.peers.framing import FRAMINGS, Heard, Plain, SocketIO, message


def test_what_is_written_is_heard_again_when_it_is_told_to_all():
    assert Plain.read(Plain.write(7, "Greg")) == Heard((7,))
    told = b"42" + json.dumps(["message", message(7, "Greg")]).encode()
    assert SocketIO.read(told) == Heard((7,))


def test_a_socket_io_message_asks_for_an_acknowledgement():
    assert SocketIO.write(7, "Greg").startswith(b'427["message", {')
    assert SocketIO.read(b"437[true]") == Heard(acknowledged=True)


def test_a_frame_of_the_site_holds_several_messages():
    frame = {"type": "messages", "messages": [message(4, "Greg"), message(5, "Lea")], "more": False}
    assert FRAMINGS["ours"].read(json.dumps(frame).encode()) == Heard((4, 5))


def test_engine_io_is_opened_and_kept_alive():
    assert SocketIO.read(b'0{"sid":"x"}').answer == b"40"
    assert SocketIO.read(b'40{"sid":"y"}').ready
    assert SocketIO.read(b"2").answer == b"3"


def test_a_refusal_is_not_taken_for_silence():
    with pytest.raises(ValueError, match="busy"):
        Plain.read(b'{"type": "error", "code": "busy"}')
