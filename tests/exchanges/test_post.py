import asyncio
import logging
import threading
import time

import pytest
from channels.layers import get_channel_layer

from exchanges import journal
from exchanges import post as post_module
from exchanges.post import GROUP, Post, post
from tests.exchanges.browsers import DEADLINE, journal_of


async def rings(bell):
    await asyncio.wait_for(bell.wait(), DEADLINE)


@pytest.fixture
def stored(monkeypatch):
    """The batches that were stored."""
    batches, store = [], journal.store
    monkeypatch.setattr(journal, "store", lambda batch: batches.append(batch) or store(batch))
    return batches


async def test_there_is_one_post_an_event_loop():
    assert post() is post()
    assert await asyncio.to_thread(lambda: asyncio.run(another_post())) is not post()


async def another_post():
    return post()


async def test_events_are_kept_in_their_order_by_batches(stored):
    for number in range(100):
        post().note("eva", {"n": number})
    assert [event["n"] for event in await journal_of("eva")] == list(range(100))
    assert len(stored) == 1


async def test_what_comes_while_a_batch_is_written_follows_it(monkeypatch):
    batches, store, go_on = [], journal.store, threading.Event()

    def store_slowly(batch):
        batches.append(len(batch))
        go_on.wait(DEADLINE)
        return store(batch)

    monkeypatch.setattr(journal, "store", store_slowly)
    post().note("eva", {"n": 0})
    while not batches:
        await asyncio.sleep(0.002)
    for number in range(1, 50):
        post().note("eva", {"n": number})
    go_on.set()
    assert [event["n"] for event in await journal_of("eva")] == list(range(50))
    assert batches == [1, 49]


async def test_noting_never_waits_for_the_cache(monkeypatch):
    slow = threading.Event()
    monkeypatch.setattr(journal, "store", lambda batch: slow.wait(DEADLINE) and [])
    try:
        began = time.monotonic()
        for _ in range(100):
            post().note("eva", {"n": 0})
        await asyncio.sleep(2 * post_module.GATHER)
        assert time.monotonic() - began < DEADLINE / 2
    finally:
        slow.set()


async def test_a_cache_that_fails_loses_events_says_so_once_and_recovers(monkeypatch, caplog):
    def fail(batch):
        raise ConnectionError("Redis")

    with monkeypatch.context() as broken:
        broken.setattr(journal, "store", fail)
        for _ in range(3):
            post().note("eva", {"n": 0})
            await journal_of("eva")
    post().note("eva", {"n": 1})
    assert [event["n"] for event in await journal_of("eva")] == [1]
    assert len([record for record in caplog.records if record.levelno == logging.WARNING]) == 1
    assert not post().failing


async def test_a_channel_layer_that_fails_does_not_lose_what_was_kept(monkeypatch):
    async def fail(*args):
        raise ConnectionError("Redis")

    monkeypatch.setattr(get_channel_layer(), "group_send", fail)
    post().note("eva", {"n": 1})
    assert [event["n"] for event in await journal_of("eva")] == [1]


async def test_what_waits_is_bounded(monkeypatch):
    monkeypatch.setattr(post_module, "WAITING", 10)
    for number in range(20):
        post().note("eva", {"n": number})
    assert [event["n"] for event in await journal_of("eva")] == list(range(10))


async def test_a_reader_is_told_of_its_own_news_only():
    with post().bell("eva") as eva, post().bell("tom") as tom:
        await rings(eva)  # rung once, when we begin to listen
        eva.clear(), tom.clear()
        post().note("eva", {"n": 0})
        await rings(eva)
        assert not tom.is_set()


async def test_a_reader_is_told_what_another_process_wrote():
    with post().bell("eva") as bell:
        await rings(bell)
        bell.clear()
        other_process = Post()
        other_process.note("eva", {"n": 0})
        await rings(bell)


async def test_nothing_stays_behind_when_the_last_reader_leaves():
    with post().bell("eva") as bell:
        await rings(bell)
        listener = post().listener
        assert post().readers("eva") == 1
    await asyncio.gather(listener, return_exceptions=True)
    assert post().bells == {}
    assert post().listener is None
    assert not get_channel_layer().groups.get(GROUP)


async def test_a_reader_that_fails_leaves_too():
    with pytest.raises(ZeroDivisionError), post().bell("eva"):
        raise ZeroDivisionError
    assert post().readers("eva") == 0


async def test_listening_goes_on_after_the_layer_failed(monkeypatch):
    layer, receive = get_channel_layer(), get_channel_layer().receive
    failures = iter([ConnectionError("Redis")])

    async def fail_once(channel):
        for error in failures:
            raise error
        return await receive(channel)

    monkeypatch.setattr(layer, "receive", fail_once)
    monkeypatch.setattr(post_module, "RETRY", 0.01)
    with post().bell("eva") as bell:
        await rings(bell)
        bell.clear()
        await rings(bell)  # rung again: news may have been missed
        bell.clear()
        post().note("eva", {"n": 0})
        await rings(bell)


async def test_a_reader_waits_for_an_event_that_another_process_is_writing():
    post().note("eva", {"n": 1})
    after = (await journal_of("eva"))[0]["seq"]
    theirs = journal.reserve("eva", 1)
    post().note("eva", {"n": 3})
    await journal_of("eva")
    reading = asyncio.create_task(post().read("eva", after, {}))
    await asyncio.sleep(0.05)
    assert not reading.done()
    journal.cache().set_many(journal.pieces("eva", theirs, [b'{"n": 2}']))
    assert [text[-3:] for _, text in (await reading).events] == [" 2}", " 3}"]


async def test_a_reader_gives_up_an_event_that_never_comes(monkeypatch):
    monkeypatch.setattr(post_module, "PATIENCE", 0.05)
    post().note("eva", {"n": 1})
    after = (await journal_of("eva"))[0]["seq"]
    journal.reserve("eva", 1)
    post().note("eva", {"n": 3})
    await journal_of("eva")
    assert [text[-3:] for _, text in (await post().read("eva", after, {})).events] == [" 3}"]
