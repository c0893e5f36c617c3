from types import SimpleNamespace

import pytest

from chat.bus import Announcement
from chat.census import COMING_BACK, FRESH, Census


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def census(clock):
    """Two other processes; here, two sockets in room 2."""
    census = Census({2: SimpleNamespace(sockets={"a", "b"})}, clock)
    assert census.hear(Announcement("b", 7, {1: (2, 1000.0), 2: (1, 1200.0)}, snapshot=True))
    assert census.hear(Announcement("a", 1, {1: (3, 900.0)}, snapshot=True))
    assert census.take_changed() == {1, 2}
    return census


def counts(census):
    return {key: census.count(key) for key in (1, 2, 3)}


def test_a_room_counts_the_sockets_of_every_process(census):
    assert counts(census) == {1: 5, 2: 3, 3: 0}


def test_what_changed_replaces_what_was_said_of_those_rooms(census):
    assert census.hear(Announcement("b", 8, {1: (0, 0.0), 3: (4, 1300.0)}))
    assert counts(census) == {1: 3, 2: 3, 3: 4}
    assert census.start(1) == 900.0
    assert census.take_changed() == {1, 3}


def test_a_process_that_has_nothing_new_is_still_there(census, clock):
    clock.now = FRESH - 0.1
    assert census.hear(Announcement("b", 8, {}))
    clock.now = FRESH + 0.1
    census.forget_silent()
    assert counts(census) == {1: 2, 2: 3, 3: 0}
    assert census.take_changed() == {1}


def test_a_snapshot_replaces_all_and_only_differences_count_as_changes(census):
    assert census.hear(Announcement("b", 9, {2: (1, 1200.0)}, snapshot=True))
    assert counts(census) == {1: 3, 2: 3, 3: 0}
    assert census.take_changed() == {1}


def test_a_gap_asks_for_a_snapshot_and_changes_nothing_until_then(census, clock):
    clock.now = FRESH - 0.1
    assert not census.hear(Announcement("b", 9, {1: (9, 0.0)}))
    assert not census.hear(Announcement("b", 10, {1: (8, 0.0)}))
    clock.now = FRESH + 0.1
    census.forget_silent()  # it is alive, whatever was missed
    assert counts(census) == {1: 2, 2: 3, 3: 0}
    assert census.hear(Announcement("b", 10, {1: (8, 0.0)}, snapshot=True))
    assert census.hear(Announcement("b", 11, {1: (7, 0.0)}))
    assert census.count(1) == 7


def test_what_is_older_than_what_is_known_is_not_news(census):
    assert census.hear(Announcement("b", 7, {1: (9, 0.0)}))
    assert census.hear(Announcement("b", 6, {1: (9, 0.0)}, snapshot=True))
    assert census.count(1) == 5


def test_a_process_unknown_so_far_needs_a_snapshot(census):
    assert not census.hear(Announcement("c", 3, {1: (1, 0.0)}))
    assert census.count(1) == 5


def test_a_silent_process_is_forgotten(census, clock):
    clock.now = FRESH + 0.1
    census.forget_silent()
    assert counts(census) == {1: 0, 2: 2, 3: 0}
    assert census.first() is None


def test_the_session_began_with_the_first_client(census):
    assert census.start(1) == 900.0
    assert census.start(3) is None


def test_the_smallest_process_is_the_first(census):
    assert census.first() == "a"


def test_a_process_that_says_goodbye_has_no_sockets_but_its_sessions_go_on(census, clock):
    assert census.hear(Announcement("a", 2, {1: (0, 900.0)}, snapshot=True, leaving=True))
    assert census.count(1) == 2
    assert census.first() == "b"
    clock.now = COMING_BACK - 0.1  # a slow PC's clients are not back at once
    census.forget_silent()
    assert census.start(1) == 900.0
    clock.now = COMING_BACK + 0.1
    census.forget_silent()
    assert census.start(1) is None
