from types import SimpleNamespace
from unittest.mock import Mock

import pytest

from nsi_site import load
from nsi_site.doors import ConnectionDoor


@pytest.fixture
def now(monkeypatch):
    clock = SimpleNamespace(time=1000.0)
    monkeypatch.setattr(load.time, "monotonic", lambda: clock.time)
    return clock


@pytest.fixture
def door(monkeypatch):
    monkeypatch.setattr(load, "OPEN", set())
    return ConnectionDoor()


def transport(address):
    return Mock(**{"getPeer.return_value.host": address})


def test_bytes_are_forgotten_after_two_periods_at_most(now):
    received = load.Received()
    received.add("10.0.0.1", 5)
    now.time += load.LATELY
    received.add("10.0.0.1", 7)
    assert received.lately() == {"10.0.0.1": 12}
    now.time += load.LATELY
    assert received.lately() == {"10.0.0.1": 7}
    now.time += 2 * load.LATELY
    assert received.lately() == {}


def test_the_address_that_sends_the_most_comes_first(now, door):
    quiet, loud, here = transport("10.0.0.1"), transport("10.0.0.2"), transport("127.0.0.1")
    for opened in (quiet, loud, here):
        door.enter(opened, opened.getPeer().host)
    door.enter(object(), "10.0.0.1")
    door.receives(loud, b"x" * 100)
    assert load.by_address() == [
        {"address": "10.0.0.2", "connections": 1, "received": 100, "own": False},
        {"address": "10.0.0.1", "connections": 2, "received": 0, "own": False},
        {"address": "127.0.0.1", "connections": 1, "received": 0, "own": True},
    ]


def test_who_left_is_told_as_long_as_the_bytes_are_recent(now, door):
    gone = transport("10.0.0.3")
    door.enter(gone, gone.getPeer().host)
    door.receives(gone, b"x")
    door.leave(gone)
    assert [row["connections"] for row in load.by_address()] == [0]
    now.time += 2 * load.LATELY
    assert load.by_address() == []
