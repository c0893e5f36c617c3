import asyncio

from relay.pace import Pace, Places, Turns


def test_who_comes_too_fast_waits():
    now = [0.0]
    pace = Pace(100, now=lambda: now[0])
    assert pace.delay(100) == 0
    assert pace.delay(50) == 0.5
    now[0] = 10
    assert pace.delay(100) == 0


def test_a_burst_is_allowed_once():
    pace = Pace(10, burst=30, now=lambda: 0.0)
    assert [pace.delay(1) for _ in range(31)][-2:] == [0, 0.1]


async def test_pace_waits_as_long_as_it_says():
    pace = Pace(1000)
    start = asyncio.get_running_loop().time()
    await pace.spend(1000)
    await pace.spend(100)
    assert asyncio.get_running_loop().time() - start > 0.05


async def test_one_visitor_does_not_shut_the_others_out():
    turns, entered, leave = Turns(4, 20), [], asyncio.Event()

    async def come(visitor):
        async with turns.turn(visitor):
            entered.append(visitor)
            await leave.wait()

    tasks = [asyncio.ensure_future(come("greedy")) for _ in range(20)]
    await asyncio.sleep(0)
    tasks.append(asyncio.ensure_future(come("other")))
    await asyncio.sleep(0.01)
    assert entered.count("greedy") == 4
    assert "other" in entered
    leave.set()
    await asyncio.gather(*tasks)
    assert len(entered) == 21
    assert not turns.gates


def test_places_are_counted_by_visitor_and_in_all():
    places = Places(2, 3)
    assert [places.take("a"), places.take("a"), places.take("a")] == [True, True, False]
    assert [places.take("b"), places.take("b")] == [True, False]
    places.give_back("a")
    assert places.take("b")
    assert places.taken == {"a": 1, "b": 2}
