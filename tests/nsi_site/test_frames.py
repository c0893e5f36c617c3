import pytest

from nsi_site.frames import Frames


def test_a_broadcast_is_put_into_a_frame_once():
    frames, text = Frames(), "coucou é"
    first = frames.of({"type": "websocket.send", "text": text})
    assert first == b"\x81\x09" + text.encode()
    assert frames.of({"type": "websocket.send", "text": text}) is first


@pytest.mark.parametrize(
    ("message", "frame"),
    [
        ({"text": None, "bytes": b"\x00"}, b"\x82\x01\x00"),
        ({"text": ""}, b"\x81\x00"),
        ({"text": "x" * 126}, b"\x81\x7e\x00\x7e" + b"x" * 126),
        ({"text": "x" * 65536}, b"\x81\x7f" + (65536).to_bytes(8, "big") + b"x" * 65536),
    ],
)
def test_each_length_and_kind_has_its_head(message, frame):
    assert Frames().of(message) == frame
