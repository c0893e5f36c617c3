from types import SimpleNamespace

import pytest

from chat import writers
from chat.writers import Writers


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def room(clock):
    return Writers(clock)


def socket(address="10.0.0.1"):
    return SimpleNamespace(address=address, name="", wrote_at=0)


def test_a_name_is_its_writer_s_and_its_address_s(room):
    room.claim(socket("10.0.0.1"), "greg")
    assert room.is_taken("greg", "10.0.0.2")
    assert not room.is_taken("greg", "10.0.0.1")
    assert not room.is_taken("alice", "10.0.0.2")


def test_a_writer_who_leaves_or_changes_gives_the_name_back(room):
    greg = socket()
    room.claim(greg, "greg")
    room.claim(greg, "gregoire")
    assert not room.is_taken("greg", "10.0.0.2")
    room.release(greg)
    assert not room.is_taken("gregoire", "10.0.0.2")
    assert room.by_name == {}


def test_of_two_who_were_saved_together_the_first_keeps_the_name(room):
    room.claim(socket("10.0.0.1"), "greg")
    room.claim(socket("10.0.0.2"), "greg")
    assert room.is_taken("greg", "10.0.0.2")
    assert not room.is_taken("greg", "10.0.0.1")


def test_one_who_has_been_silent_for_long_stops_nobody(room, clock):
    room.claim(socket("10.0.0.1"), "greg")
    clock.now = writers.KEPT + 1
    assert not room.is_taken("greg", "10.0.0.2")


def test_an_address_keeps_its_three_latest_names_only(room, clock):
    for n in range(34):
        clock.now += 1
        room.claim(socket("10.0.0.66"), f"eleve{n}")
    taken = [n for n in range(34) if room.is_taken(f"eleve{n}", "10.0.0.1")]
    assert taken == [31, 32, 33]
