import asyncio

from relay.far import MOST_WAITING, Line


class Others:
    others = {"there": None}


async def test_what_waits_is_bounded():
    line = Line(Others(), "there", "1")
    for _ in range(1000):
        line.take({"kind": "event"})
    assert line.inbox.qsize() == MOST_WAITING


async def test_waiting_ends_when_the_other_process_is_gone(monkeypatch):
    monkeypatch.setattr("relay.far.LOOK", 0.01)
    line = Line(Others(), "nowhere", "1")
    assert await line.until(line.inbox.get) is None
    line = Line(Others(), "there", "1")
    waiting = asyncio.ensure_future(line.until(line.inbox.get))
    await asyncio.sleep(0.05)
    line.take({"kind": "event", "event": 1})
    assert (await waiting)["event"] == 1
