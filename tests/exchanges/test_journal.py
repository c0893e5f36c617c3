import json
import time

import pytest
from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.locmem import _caches

from exchanges.journal import (
    CLEAR,
    FORGOTTEN_AFTER,
    LONGEST_REPEATED,
    PIECE,
    PLACES,
    load,
    pieces,
    place,
    reserve,
    store,
)


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
    assert store([("eva", {"n": 1}), ("tom", {"n": 2}), ("eva", {"n": 3})]) == ["eva", "tom"]


def test_only_the_last_events_are_kept():
    note("eva", *range(PLACES))
    note("eva", "one more")
    assert names("eva") == [*range(1, PLACES), "one more"]
    note("eva", *range(3 * PLACES))
    assert names("eva") == list(range(2 * PLACES, 3 * PLACES))


@pytest.mark.parametrize("size", [1, PIECE - 40, PIECE, 3 * PIECE, 20 * PIECE])
def test_an_event_of_any_size_comes_back_whole(size):
    texts = ["é" * size, "b" * size, "c"]
    note("eva", *texts)
    assert names("eva") == texts
    first = load("eva", 0).events[0][0]
    assert names("eva", first) == texts[1:]


def test_long_events_leave_room_for_fewer_and_none_is_shown_in_part():
    length = 10 * PIECE
    note("eva", *(f"{number}:{'x' * length}" for number in range(500)))
    kept = [int(name.partition(":")[0]) for name in names("eva")]
    assert kept == list(range(500 - len(kept), 500))
    assert len(kept) == PLACES // 11
    assert all(name.endswith("x" * length) for name in names("eva"))


def kept_bytes():
    """What the journals of all visitors take, pickled as the cache keeps them."""
    return sum(len(value) for value in _caches["exchanges"].values())


def test_a_visitor_takes_no_more_than_a_mebibyte():
    for _ in range(30):
        note("eva", *("x" * 20_000 for _ in range(20)))
    assert kept_bytes() < 1.15 * PLACES * PIECE
    assert names("eva")


def test_all_visitors_together_take_no_more_than_the_cache_has_places():
    most = settings.CACHES["exchanges"]["OPTIONS"]["MAX_ENTRIES"]
    assert most * PIECE == 48 * 2**20
    for number in range(most // PLACES + 12):
        note(f"visitor{number}", *("x" * 20_000 for _ in range(60)))
    assert len(_caches["exchanges"]) <= most
    assert kept_bytes() < 1.15 * most * PIECE
    assert names(f"visitor{number}")


# --- frames that come again -----------------------------------------------------------------------------


def tick(seconds, exchange="A", **fields):
    text = f'{{"type": "elapsed", "timeChat": {seconds}}}'
    at = f"{seconds} s"
    return {"at": at, "kind": "frame", "exchange": exchange, "name": seconds, "unasked": True, "text": text} | fields


def message(exchange="A", **fields):
    return {"kind": "frame", "exchange": exchange, "name": "coucou", "text": "coucou"} | fields


def counted():
    return [(event["name"], event.get("count", 1)) for event in (json.loads(text) for _, text in load("eva", 0).events)]


def keep(*events):
    store([("eva", event) for event in events])


def test_after_ten_minutes_of_ticks_in_two_frames_the_first_message_is_still_there():
    keep(message())
    for second in range(600):
        keep(tick(second, "A"), tick(second, "B"))
    assert counted() == [("coucou", 1), (599, 600), (599, 600)]


def test_what_happens_in_between_starts_another_run():
    keep(tick(1), tick(2), message(), tick(3), tick(4), tick(5))
    assert counted() == [(2, 2), ("coucou", 1), (5, 3)]


@pytest.mark.parametrize(
    "other",
    [
        {"kind": "request", "exchange": "B", "name": "other"},
        {"kind": "close", "exchange": "B", "name": "other"},
        message(unasked=False) | {"name": "other"},
        tick(0, text='{"type": "presence", "nbClients": 2}') | {"name": "other"},
        tick(0, text='{"type": "messages", "message": "a"}') | {"name": "other"},
    ],
)
def test_only_frames_that_nobody_asked_for_and_that_say_the_same_are_folded(other):
    keep(tick(1), tick(2), other, other | {"exchange": "C"}, tick(3))
    assert counted() == [(2, 2), ("other", 1), ("other", 1), (3, 1)]


def test_words_that_differ_are_all_kept():
    keep(*(tick(number, text=f'{{"message": "{word}"}}') for number, word in enumerate(["un", "deux", "trois"])))
    assert counted() == [(0, 1), (1, 1), (2, 1)]


def test_long_frames_are_not_folded():
    text = "x" * (LONGEST_REPEATED + 1)
    keep(tick(1, text=text), tick(2, text=text))
    assert counted() == [(1, 1), (2, 1)]


def test_a_run_whose_place_is_soon_another_s_is_not_written_any_more():
    keep(tick(1))
    for number in range(PLACES):
        keep(tick("other", "B", text=f'{{"message": "{"x" * (number % 50)}"}}'))
    keep(tick(2))
    assert [name for name, _ in counted()] == ["other"] * (PLACES - 1) + [2]


def test_clearing_ends_the_runs():
    keep(tick(1), tick(2), CLEAR, tick(3))
    assert counted() == [(3, 1)]


def test_a_reader_learns_how_often_a_frame_came_again_since():
    keep(tick(1), tick(2))
    page = load("eva", 0)
    number = page.events[0][0]
    keep(tick(3), tick(4))
    again = load("eva", number, page.counts)
    assert again.events == []
    ((_, text),) = again.repeats
    event = json.loads(text)
    assert (event["seq"], event["name"], event["count"]) == (number, 4, 4)
    assert (event["at"], event["until"]) == ("1 s", "4 s")
    assert load("eva", number, again.counts).repeats == []
    assert load("eva", number).repeats == []


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
    caches["exchanges"].set_many(pieces("eva", theirs, [b'{"name": "b"}']))
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
    assert load("eva", 0) == (0, 0, [], [], {})


def test_accents_are_kept():
    note("eva", "é « … »")
    assert names("eva") == ["é « … »"]
