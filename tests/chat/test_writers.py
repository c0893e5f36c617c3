from types import SimpleNamespace

import pytest

from chat import writers
from chat.people import Person
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


HERE, THERE = Person("10.0.0.1"), Person("10.0.0.2")


def socket(person=HERE):
    return SimpleNamespace(person=person, name="", wrote_at=0)


def test_a_name_is_its_writer_s_and_its_address_s(room):
    room.claim(socket(), "greg")
    assert room.is_taken("greg", THERE)
    assert not room.is_taken("greg", HERE)
    assert not room.is_taken("alice", THERE)


def test_a_writer_who_leaves_or_changes_gives_the_name_back(room):
    greg = socket()
    room.claim(greg, "greg")
    room.claim(greg, "gregoire")
    assert not room.is_taken("greg", THERE)
    room.release(greg)
    assert not room.is_taken("gregoire", THERE)
    assert room.by_name == {}


def test_of_two_who_were_saved_together_the_first_keeps_the_name(room):
    room.claim(socket(), "greg")
    room.claim(socket(THERE), "greg")
    assert room.is_taken("greg", THERE)
    assert not room.is_taken("greg", HERE)


def test_one_who_has_been_silent_for_long_stops_nobody(room, clock):
    room.claim(socket(), "greg")
    clock.now = writers.KEPT + 1
    assert not room.is_taken("greg", THERE)


def test_one_s_own_ghost_takes_no_name(room):
    """The PC changed its Wi-Fi: its former socket is not known to be dead yet."""
    room.claim(socket(Person("10.0.0.1", visitor="a")), "elise")
    assert not room.is_taken("elise", Person("10.0.0.2", visitor="a"))
    assert room.is_taken("elise", Person("10.0.0.2", visitor="b"))


def test_behind_a_shared_address_browsers_are_told_apart(room, clock, settings):
    settings.SHARED_ADDRESS = True
    greg, alice = (Person("10.0.0.1", visitor=visitor) for visitor in "ga")
    room.claim(socket(greg), "greg")
    assert room.is_taken("greg", alice)
    for n in range(34):
        clock.now += 1
        room.claim(socket(greg), f"eleve{n}")
    assert [n for n in range(34) if room.is_taken(f"eleve{n}", alice)] == [31, 32, 33]


def test_an_address_keeps_its_three_latest_names_only(room, clock):
    for n in range(34):
        clock.now += 1
        room.claim(socket(Person("10.0.0.66")), f"eleve{n}")
    taken = [n for n in range(34) if room.is_taken(f"eleve{n}", HERE)]
    assert taken == [31, 32, 33]
