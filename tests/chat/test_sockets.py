import asyncio
import json

import pytest

from chat.sockets import Batch, Socket


class Consumer:
    def __init__(self):
        self.scope = {"client": ["10.0.0.1", 50000]}
        self.sent, self.code = [], None

    async def send(self, text_data):
        self.sent.append(text_data)

    async def close(self, code):
        self.code = code

    def start(self, coroutine):
        self.task = asyncio.create_task(coroutine)


@pytest.fixture
def socket():
    return Socket(Consumer())


def batch(first, last):
    messages = [{"number": number} for number in range(first, last + 1)]
    return Batch(first, last, json.dumps({"type": "messages", "messages": messages, "more": False}))


async def written(socket):
    task = asyncio.create_task(socket.write())
    await socket.drained()
    await asyncio.sleep(0)
    task.cancel()
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
    socket.tell_presence(3)
    socket.put("welcome")
    socket.open(0)
    socket.tell_presence(3)
    socket.tell_presence(3)
    assert await written(socket) == ["welcome", "removed", '{"type":"presence","nbClients":3}']


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
    await asyncio.wait_for(socket.write(), 5)
    assert (socket.consumer.sent, socket.consumer.code) == (["a"], 4404)


async def test_too_much_unread_closes(socket, monkeypatch):
    monkeypatch.setattr("chat.sockets.MAX_WAITING", 10)
    socket.put("a" * 11)
    await asyncio.sleep(0)
    assert (socket.consumer.sent, socket.consumer.code) == ([], 1013)
