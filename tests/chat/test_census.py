import pytest

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
    census = Census(clock)
    census.hear("b", [(1, 2, 1000.0), (2, 1, 1200.0)])
    census.hear("a", [[1, 3, 900.0]])
    return census


def test_a_room_counts_the_sockets_of_every_process(census):
    assert census.counts() == {1: 5, 2: 1}


def test_a_new_announcement_replaces_the_old_one(census):
    census.hear("b", [])
    assert census.counts() == {1: 3}


def test_a_silent_process_is_forgotten(census, clock):
    clock.now = FRESH - 0.1
    census.hear("a", [(1, 3, 900.0)])
    assert census.counts() == {1: 5, 2: 1}
    clock.now = FRESH + 0.1
    assert census.counts() == {1: 3}
    census.forget_silent()
    assert list(census.announced) == ["a"]


def test_the_session_began_with_the_first_client(census):
    assert census.start(1) == 900.0
    assert census.start(3) is None


def test_one_room_is_counted_without_the_process_that_asks(census):
    assert census.elsewhere(1, "a") == 2
    assert census.elsewhere(1, "c") == 5
    assert census.elsewhere(3, "a") == 0


def test_the_smallest_process_is_the_first(census, clock):
    assert census.first() == "a"
    clock.now = FRESH + 0.1
    assert census.first() is None


def test_a_process_that_says_goodbye_has_no_sockets_but_its_sessions_go_on(census, clock):
    census.hear("a", [(1, 0, 900.0)], leaving=True)
    assert census.counts() == {1: 2, 2: 1}
    assert census.start(1) == 900.0
    assert census.first() == "b"
    clock.now = COMING_BACK - 0.1  # a slow PC's clients are not back at once
    assert census.start(1) == 900.0
    clock.now = COMING_BACK + 0.1
    assert census.start(1) is None
