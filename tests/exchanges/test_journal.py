import json
import time

from django.core.cache import caches

from exchanges.journal import CLEAR, FORGOTTEN_AFTER, SIZE, load, place, reserve, store


def note(visitor, *names):
    store([(visitor, {"name": name}) for name in names])


def names(visitor, after=0):
    return [json.loads(text)["name"] for _, text in load(visitor, after).events]


def test_events_come_back_in_their_order_with_their_numbers():
    note("eva", "a", "b")
    note("eva", "c")
    page = load("eva", 0)
    assert names("eva") == ["a", "b", "c"]
    numbers = [number for number, _ in page.events]
    assert numbers == [json.loads(text)["seq"] for _, text in page.events]
    assert numbers == list(range(numbers[0], numbers[0] + 3))
    assert page.last == numbers[-1]
    assert names("eva", numbers[0]) == ["b", "c"]


def test_each_visitor_has_its_own_journal():
    store([("eva", {"name": "a"}), ("tom", {"name": "b"}), ("eva", {"name": "c"})])
    assert names("eva") == ["a", "c"]
    assert names("tom") == ["b"]
    assert names("zoe") == []


def test_the_journal_says_whose_has_changed():
    assert store([("eva", {}), ("tom", {}), ("eva", {})]) == ["eva", "tom"]


def test_only_the_last_events_are_kept():
    note("eva", *range(SIZE))
    note("eva", "one more")
    assert names("eva") == [*range(1, SIZE), "one more"]
    note("eva", *range(3 * SIZE))
    assert names("eva") == list(range(2 * SIZE, 3 * SIZE))


def test_clearing_forgets_what_came_before_and_only_that():
    note("eva", "a")
    note("tom", "b")
    store([("eva", {"name": "c"}), ("eva", CLEAR), ("eva", {"name": "d"})])
    assert names("eva") == ["d"]
    assert names("tom") == ["b"]


def test_clearing_raises_the_floor_each_time():
    store([("eva", CLEAR)])
    floor = load("eva", 0).floor
    store([("eva", CLEAR)])
    assert load("eva", 0).floor > floor


def test_what_was_cleared_is_no_longer_in_the_cache():
    note("eva", "a")
    first = load("eva", 0).events[0][0]
    store([("eva", CLEAR)])
    assert caches["exchanges"].get(place("eva", first)) is None


def test_numbers_never_start_again_even_when_the_journal_is_lost():
    note("eva", "a")
    before = load("eva", 0).last
    time.sleep(0.002)  # numbers start at the time in milliseconds
    caches["exchanges"].clear()
    note("eva", "b")
    assert names("eva", before) == ["b"]


def test_a_reader_does_not_pass_by_an_event_that_another_process_is_writing():
    note("eva", "a")
    theirs = reserve("eva", 1)
    note("eva", "c")
    assert names("eva") == ["a"]
    assert load("eva", theirs - 1).events == []
    assert load("eva", theirs - 1).last == theirs + 1
    caches["exchanges"].set(place("eva", theirs), (theirs, '{"name": "b"}'))
    assert names("eva") == ["a", "b", "c"]


def test_a_reader_may_give_up_an_event_that_never_comes():
    note("eva", "a")
    reserve("eva", 1)
    note("eva", "c")
    assert [json.loads(text)["name"] for _, text in load("eva", 0, skip_missing=True).events] == ["a", "c"]


def test_an_idle_visitor_is_forgotten(monkeypatch):
    note("eva", "a")
    now = time.time()
    monkeypatch.setattr("time.time", lambda: now + FORGOTTEN_AFTER + 1)
    assert load("eva", 0) == (0, 0, [])


def test_accents_are_kept():
    note("eva", "é « … »")
    assert names("eva") == ["é « … »"]
