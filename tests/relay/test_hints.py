from relay import hints


def test_a_message_is_text_inside_one_fixed_type():
    packed = hints.packed({"type": "chat.removed", "kind": "event", "event": {"bytes": b"\xff"}})
    assert (packed["type"], set(packed)) == (hints.TYPE, {"type", "text"})
    assert hints.unpacked(packed)["event"]["bytes"] == b"\xff"


async def test_a_layer_that_fails_is_told_once(monkeypatch, caplog):
    def broken():
        raise ConnectionError("away")

    monkeypatch.setattr(hints, "get_channel_layer", broken)
    for _ in range(3):
        await hints.announce({"kind": "look"})
    assert len(caplog.records) == 1
    hints.trouble.clear()
