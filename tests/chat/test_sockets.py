import asyncio
import json

import pytest

from chat.bus import Batch
from chat.sockets import PUSH, Socket


class Consumer:
    def __init__(self):
        self.scope = {"client": ["10.0.0.1", 50000], "headers": []}
        self.sent, self.codes = [], []
        self.go = None  # an Event while the client doesn't read

    async def send(self, text_data):
        if self.go is not None:
            await self.go.wait()
        self.sent.append(text_data)

    async def close(self, code):
        self.codes.append(code)

    def start(self, coroutine):
        return asyncio.create_task(coroutine)


@pytest.fixture
def socket():
    return Socket(Consumer())


def batch(first, last):
    messages = [{"number": number} for number in range(first, last + 1)]
    return Batch(1, "e1", first, last, json.dumps({"type": "messages", "messages": messages, "more": False}))


async def written(socket):
    await socket.drained()
    return socket.consumer.sent


async def numbers(socket):
    return [message["number"] for frame in await written(socket) for message in json.loads(frame)["messages"]]


async def test_what_is_put_is_sent_in_order(socket):
    socket.put("a")
    socket.put("b")
    assert await written(socket) == ["a", "b"]


async def test_batches_wait_until_the_first_page_is_out(socket):
    socket.deliver(batch(4, 4))
    socket.deliver(batch(5, 6))
    assert await written(socket) == []
    socket.open(3)
    assert await numbers(socket) == [4, 5, 6]


async def test_nothing_about_the_room_overtakes_the_first_page(socket):
    socket.tell("removed")
    socket.tell_news("presence 1")
    socket.put("welcome")
    socket.open(0)
    assert await written(socket) == ["welcome", "removed"]


async def test_news_is_told_once(socket):
    socket.open(0)
    for frame in ("presence 1", "presence 1", "presence 2", "presence 1"):
        socket.tell_news(frame)
    assert await written(socket) == ["presence 1", "presence 2", "presence 1"]


async def test_what_the_first_page_had_is_not_sent_again(socket):
    socket.deliver(batch(1, 3))
    socket.deliver(batch(4, 6))
    socket.open(5)
    assert await numbers(socket) == [6]


async def test_a_batch_that_comes_twice_is_sent_once(socket):
    socket.open(0)
    socket.deliver(batch(1, 2))
    socket.deliver(batch(1, 2))
    socket.deliver(batch(2, 3))
    assert await numbers(socket) == [1, 2, 3]


async def test_a_restart_counts_from_one_again(socket):
    socket.open(5)
    socket.restart("e2")
    socket.deliver(batch(1, 1))
    reset, messages = await written(socket)
    assert reset == '{"type":"reset","epoch":"e2"}'
    assert '"number": 1' in messages


async def test_a_close_comes_after_what_waits(socket):
    socket.put("a")
    socket.close(4404)
    socket.put("too late")
    await socket.drained()
    assert (socket.consumer.sent, socket.consumer.codes) == (["a"], [4404])


async def test_too_much_unread_closes(socket, monkeypatch):
    monkeypatch.setattr("chat.sockets.MAX_WAITING", 10)
    socket.consumer.go = asyncio.Event()
    socket.put("a" * 9)
    await asyncio.sleep(0)
    socket.put("b" * 11)
    socket.put("too late")
    await asyncio.sleep(0)
    assert (socket.consumer.sent, socket.consumer.codes) == ([], [1013])


async def test_too_much_before_the_first_page_closes_once_and_keeps_nothing(socket, monkeypatch):
    monkeypatch.setattr("chat.sockets.MAX_HELD", 2)
    for number in range(1, 6):
        socket.deliver(batch(number, number))
    await asyncio.sleep(0)
    assert (socket.consumer.codes, socket.held) == ([1013], ())


async def test_who_is_told_to_leave_is_told_once(socket):
    socket.close(4429)
    await socket.drained()
    socket.close(4404)
    await asyncio.sleep(0)
    assert socket.consumer.codes == [4429]


async def test_a_socket_with_nothing_to_send_has_no_task(socket):
    assert socket.writer is None
    socket.put("a")
    assert socket.writer is not None
    await written(socket)
    assert socket.writer is None
    socket.put("b")
    assert await written(socket) == ["a", "b"]


async def test_a_client_that_is_gone_is_not_written_to_again(socket):
    async def fail(text_data):
        raise OSError

    socket.consumer.send = fail
    socket.put("a")
    socket.put("b")
    await written(socket)
    assert (socket.closing, len(socket.waiting), socket.writer) == (1013, 0, None)


class Line:
    """A server's push: takes texts while it is free."""

    def __init__(self):
        self.is_free, self.taken = True, []

    def __call__(self, text):
        if self.is_free:
            self.taken.append(text)
        return self.is_free


@pytest.fixture
def pushed():
    consumer = Consumer()
    consumer.scope["extensions"] = {PUSH: Line()}
    return Socket(consumer)


async def test_what_the_server_takes_at_once_needs_no_task(pushed):
    pushed.put("a")
    assert (pushed.push.taken, pushed.writer) == (["a"], None)


async def test_nothing_is_pushed_past_what_waits(pushed):
    pushed.push.is_free = False
    pushed.put("a")
    pushed.push.is_free = True
    pushed.put("b")
    assert pushed.push.taken == []
    assert await written(pushed) == ["a", "b"]
    pushed.put("c")
    assert pushed.push.taken == ["c"]


async def test_nothing_is_pushed_after_a_close(pushed):
    pushed.close(4404)
    pushed.put("too late")
    await pushed.drained()
    assert (pushed.push.taken, pushed.consumer.sent, pushed.consumer.codes) == ([], [], [4404])
