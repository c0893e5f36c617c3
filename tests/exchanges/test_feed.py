import asyncio
import json

import pytest
from channels.layers import get_channel_layer

from exchanges import feed as feed_module
from exchanges import journal
from exchanges.feed import BROKEN, FLOODING, ORDERS, READERS, REFUSED, asked_after, feed, is_clear
from exchanges.post import post
from tests.exchanges.browsers import Browser, journal_of


@pytest.fixture
async def open_feed():
    """`open_feed(visitor, after)`; all leave when the test ends."""
    opened = []

    async def open_feed(visitor="eva", after=0):
        opened.append(await Browser(feed, visitor).feed(after))
        return opened[-1]

    yield open_feed
    for socket in opened:
        await socket.leave()
    await get_channel_layer().flush()


def note(visitor, *numbers):
    for number in numbers:
        post().note(visitor, {"n": number})


def numbers(socket):
    return [event["n"] for event in socket.events]


def types(socket):
    return [json.loads(text)["type"] for text in socket.texts]


async def test_the_past_comes_first_then_what_happens(open_feed):
    note("eva", 1, 2)
    await journal_of("eva")
    socket = await open_feed()
    await socket.until(lambda: numbers(socket) == [1, 2])
    note("eva", 3)
    await socket.until(lambda: numbers(socket) == [1, 2, 3])
    assert set(types(socket)) == {"exchanges"}


async def test_a_page_that_comes_back_gets_only_what_it_missed(open_feed):
    note("eva", 1, 2, 3)
    seen = (await journal_of("eva"))[1]["seq"]
    socket = await open_feed(after=seen)
    await socket.until(lambda: numbers(socket) == [3])


async def test_nothing_is_lost_or_told_twice_while_feeds_open_and_events_flow(open_feed):
    async def flow():
        for number in range(150):
            note("eva", number)
            if number % 10 == 0:
                await asyncio.sleep(0.01)

    flowing = asyncio.create_task(flow())
    sockets = []
    for _ in range(5):
        sockets.append(await open_feed())
        await asyncio.sleep(0.02)
    await flowing
    for socket in sockets:
        await socket.until(lambda socket=socket: len(numbers(socket)) >= 150)
        assert numbers(socket) == list(range(150))
        assert [event["seq"] for event in socket.events] == sorted(event["seq"] for event in socket.events)


async def test_a_visitor_never_gets_the_events_of_another(open_feed):
    note("tom", 1)
    await journal_of("tom")
    eva, tom = await open_feed("eva"), await open_feed("tom")
    note("tom", 2)
    note("eva", 3)
    await tom.until(lambda: numbers(tom) == [1, 2])
    await eva.until(lambda: numbers(eva) == [3])


async def test_without_the_lessons_cookie_the_feed_is_refused(open_feed):
    socket = await open_feed(visitor=None)
    await socket.until(lambda: socket.code == REFUSED)
    assert not post().bells


async def test_clearing_tells_every_tab_and_what_follows_still_comes(open_feed):
    note("eva", 1)
    tabs = [await open_feed(), await open_feed()]
    for tab in tabs:
        await tab.until(lambda tab=tab: numbers(tab) == [1])
    tabs[0].say('{"type": "clear"}')
    for tab in tabs:
        await tab.until(lambda tab=tab: "cleared" in types(tab))
    assert await journal_of("eva") == []
    note("eva", 2)
    for tab in tabs:
        await tab.until(lambda tab=tab: numbers(tab) == [1, 2])
        assert types(tab) == ["exchanges", "cleared", "exchanges"]


async def test_a_page_that_was_away_learns_that_its_journal_was_cleared(open_feed):
    note("eva", 1)
    seen = (await journal_of("eva"))[0]["seq"]
    post().clear("eva")
    note("eva", 2)
    await journal_of("eva")
    socket = await open_feed(after=seen)
    await socket.until(lambda: types(socket) == ["cleared", "exchanges"])
    assert numbers(socket) == [2]


async def test_an_empty_journal_can_be_cleared_once_it_began(open_feed):
    socket = await open_feed()
    note("eva", 1)
    await socket.until(lambda: types(socket) == ["exchanges"])
    for times in (1, 2):
        socket.say('{"type": "clear"}')
        await socket.until(lambda times=times: types(socket).count("cleared") == times)


async def test_the_past_is_cut_into_frames_of_some_events(open_feed):
    note("eva", *range(120))
    await journal_of("eva")
    socket = await open_feed()
    await socket.until(lambda: len(numbers(socket)) == 120)
    assert [len(json.loads(text)["events"]) for text in socket.texts] == [50, 50, 20]


async def test_a_page_that_asks_too_much_is_sent_away(open_feed):
    socket = await open_feed()
    for _ in range(ORDERS + 1):
        socket.say("?")
    await socket.until(lambda: socket.code == FLOODING)
    await socket.task
    assert not post().bells


async def test_a_visitor_has_so_many_feeds_and_no_more(open_feed):
    for _ in range(READERS):
        await open_feed()
    socket = await open_feed()
    await socket.until(lambda: socket.code == FLOODING)
    other = await open_feed("tom")
    assert other.code is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "clear",
        "{}",
        "[]",
        "null",
        '{"type": "clear!"}',
        '{"type": ["clear"]}',
        "[" * 900,
        '{"type":' * 100_000,
        "NaN",
    ],
)
def test_only_the_order_to_clear_is_understood(text):
    assert not is_clear(text)
    assert is_clear('{"type": "clear"}')


@pytest.mark.parametrize("query", ["", "after=", "after=x", "after=-1", "after=1.5", "after=" + "9" * 50, "after=٣"])
def test_a_place_that_makes_no_sense_is_the_start(query):
    assert asked_after({"query_string": query.encode()}) == 0
    assert asked_after({"query_string": b"after=1234567890123&x=1"}) == 1234567890123


async def test_a_feed_that_is_cut_leaves_nothing_behind(open_feed):
    socket = await open_feed()
    await socket.until(lambda: post().readers("eva"))
    socket.task.cancel()
    await asyncio.gather(socket.task, return_exceptions=True)
    assert post().readers("eva") == 0


async def test_a_feed_outlives_a_failure_of_the_cache(open_feed, monkeypatch):
    load, failures = journal.load, [1, 2]

    def fail_twice(*args):
        if failures:
            failures.pop()
            raise ConnectionError("Redis")
        return load(*args)

    monkeypatch.setattr(journal, "load", fail_twice)
    monkeypatch.setattr(feed_module, "RETRY", 0.01)
    socket = await open_feed()
    note("eva", 1)
    await socket.until(lambda: numbers(socket) == [1])


async def test_a_frame_that_comes_again_is_told_each_time_and_counted(open_feed):
    def tick(second):
        post().note(
            "eva",
            {"at": str(second), "exchange": "s", "unasked": True, "text": f'{{"elapsed": {second}}}', "n": second},
        )

    tick(1)
    tick(2)
    await journal_of("eva")
    socket = await open_feed()
    await socket.until(lambda: len(socket.texts) == 1)
    for second in (3, 4):
        tick(second)
        await socket.until(lambda second=second: len(socket.texts) == second - 1)
    frames = [json.loads(text) for text in socket.texts]
    assert [frame["type"] for frame in frames] == ["exchanges", "repeated", "repeated"]
    assert [(event["n"], event["count"]) for frame in frames for event in frame["events"]] == [(2, 2), (3, 3), (4, 4)]
    assert len({event["seq"] for frame in frames for event in frame["events"]}) == 1


async def test_a_failure_of_ours_closes_the_feed_and_is_logged(open_feed, monkeypatch, caplog):
    async def fail(*args):
        raise ZeroDivisionError

    monkeypatch.setattr(feed_module, "read", fail)
    socket = await open_feed()
    await socket.until(lambda: socket.code == BROKEN)
    assert "ZeroDivisionError" in caplog.text


async def test_a_feed_looks_again_by_itself_when_an_announcement_was_lost(open_feed, monkeypatch):
    monkeypatch.setattr(feed_module, "LOOK_AGAIN", 0.05)
    socket = await open_feed()
    await asyncio.to_thread(journal.store, [("eva", {"n": 1})])
    await socket.until(lambda: numbers(socket) == [1])
