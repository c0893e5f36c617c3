import asyncio

from chat.tasks import supervise, wait


async def test_a_task_that_fails_is_logged_and_starts_again(caplog, monkeypatch):
    monkeypatch.setattr("chat.tasks.PAUSE", 0)
    done = asyncio.Event()
    tries = []

    async def run():
        tries.append(1)
        if len(tries) < 3:
            raise ValueError("raté")
        done.set()
        await asyncio.Event().wait()

    task = asyncio.create_task(supervise(run))
    await asyncio.wait_for(done.wait(), 20)
    task.cancel()
    assert caplog.text.count("ValueError: raté") == 2


async def test_waiting_ends_with_the_event_or_in_time():
    event = asyncio.Event()
    await wait(event, 0.01)
    event.set()
    await wait(event, 60)
    assert not event.is_set()
