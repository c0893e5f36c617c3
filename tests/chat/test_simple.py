import asyncio
import os
import shutil
import socket
import subprocess
from types import SimpleNamespace

import pytest
from channels.layers import get_channel_layer
from channels_redis.pubsub import RedisPubSubChannelLayer

from chat import simple
from tests.chat.clients import Client
from tests.chat.conftest import eventually
from tests.servers import free_port

pytestmark = pytest.mark.django_db(transaction=True)  # whether a PC is blocked is asked there


@pytest.fixture
async def enter():
    """`enter(salon)`: a client of the plain chat, once it knows how many are there. All leave when the test ends."""
    inside = []

    async def enter(salon="accueil", address="10.0.0.1"):
        client = await Client(f"/ws/chat/simple/{salon}", "", address, ()).open()
        inside.append(client)
        await client.until(lambda: client.code or any(event["type"] == "presence" for event in client.received))
        return client

    yield enter
    for client in inside:
        await client.leave()
    await get_channel_layer().flush()
    assert (simple.nb_clients, simple.horloges) == ({}, {})


@pytest.fixture
def clock(monkeypatch):
    """A time that passes when the test says so: `clock.pass_(seconds)`."""
    fake = FakeClock()
    monkeypatch.setattr(simple, "time", SimpleNamespace(monotonic=lambda: fake.now))
    monkeypatch.setattr(simple, "asyncio", SimpleNamespace(create_task=asyncio.create_task, sleep=fake.sleep))
    return fake


class FakeClock:
    def __init__(self):
        self.now, self.sleepers = 1000.0, []

    async def sleep(self, seconds):
        awake = asyncio.get_running_loop().create_future()
        self.sleepers.append((self.now + seconds, awake))
        await awake

    async def pass_(self, seconds):
        await eventually(lambda: self.sleepers)
        self.now += seconds
        due = [awake for when, awake in self.sleepers if when <= self.now and not awake.done()]
        self.sleepers = [(when, awake) for when, awake in self.sleepers if when > self.now]
        for awake in due:
            awake.set_result(None)


async def say(client, message, name="Greg"):
    await client.send({"type": "message", "userName": name, "message": message})


def heard(client):
    return [event for event in client.received if event["type"] == "message"]


async def test_everybody_in_the_room_gets_the_message_its_sender_too(enter):
    a, b, c = await enter(), await enter(), await enter("autre-salon")
    await say(a, "coucou <b>à tous</b> 👋")
    for client in (a, b):
        await client.next("message", userName="Greg", message="coucou <b>à tous</b> 👋")
        assert [set(event) for event in heard(client)] == [{"type", "userName", "message"}]
    await say(c, "il y a quelqu’un ?", "Nathalie")
    await c.next("message", message="il y a quelqu’un ?")
    assert [len(heard(client)) for client in (a, b, c)] == [1, 1, 1]


async def test_everybody_learns_who_comes_and_goes(enter):
    a = await enter()
    await a.next("presence", nbClients=1)
    b = await enter()
    for client in (a, b):
        await client.next("presence", nbClients=2)
    await b.leave()
    await a.next("presence", nbClients=1)
    assert simple.nb_clients == {"accueil": 1}


async def test_who_comes_later_gets_nothing_of_what_was_said(enter):
    a = await enter()
    await say(a, "trop tôt")
    await a.next("message")
    b = await enter()
    await say(a, "à temps")
    await b.next("message", message="à temps")
    assert len(heard(b)) == 1


async def test_the_duration_comes_each_second_and_starts_anew_when_all_have_left(enter, clock):
    a = await enter()
    await a.next("elapsed", timeChat=0)
    for second in (1, 2):
        await clock.pass_(1)
        await a.next("elapsed", timeChat=second)
    b = await enter()
    await clock.pass_(60)
    for client in (a, b):
        await client.next("elapsed", timeChat=62)
    await a.leave()
    await clock.pass_(1)
    await b.next("elapsed", timeChat=63)
    await b.leave()
    c = await enter()
    await c.next("elapsed", timeChat=0)


async def test_a_busy_second_does_not_add_up(enter, clock):
    """The duration is a difference: a tick that comes late is told late, and true."""
    a = await enter()
    await a.next("elapsed", timeChat=0)
    await clock.pass_(1.9)
    await a.next("elapsed", timeChat=1)
    await clock.pass_(1.9)
    await a.next("elapsed", timeChat=3)


@pytest.mark.parametrize("type", ["chat.presence", "chat.elapsed", "websocket.close", "history"])
async def test_a_client_never_chooses_the_handler(enter, type):
    a, b = await enter(), await enter()
    await a.send({"type": type, "userName": "Greg", "message": "x", "nbClients": 99, "timeChat": 99})
    await a.next("error", code="bad_type")
    await say(a, "ensuite")
    await b.next("message", message="ensuite")
    assert 99 not in [event.get("nbClients") for event in b.received]


@pytest.mark.parametrize("salon", ["é", "a/b", "x" * 81])
async def test_a_room_whose_name_is_none_closes_with_4404(enter, salon):
    assert (await enter(salon)).code == 4404


async def test_a_client_that_vanishes_is_no_longer_counted(enter):
    """Cut off without a word, in the middle of a burst."""
    a, b = await enter(), await enter()
    for n in range(5):
        await say(b, f"{n}")
    await b.to_app.put({"type": "websocket.disconnect", "code": 1006})
    await a.next("presence", nbClients=1)


@pytest.fixture
def redis_port(tmp_path):
    """The port of a Redis of its own."""
    port = free_port()
    program = os.environ.get("REDIS_SERVER") or shutil.which("redis-server")
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
    server = subprocess.Popen([program, *options], stdout=subprocess.DEVNULL)
    yield port
    server.terminate()
    server.wait(5)


@pytest.fixture
async def redis(redis_port, settings):
    await eventually(lambda: answers(redis_port))
    backend = "channels_redis.pubsub.RedisPubSubChannelLayer"
    hosts = [f"redis://127.0.0.1:{redis_port}"]
    settings.CHANNEL_LAYERS = {"default": {"BACKEND": backend, "CONFIG": {"hosts": hosts}}}


def answers(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


async def test_it_works_over_redis_too(redis, enter):
    assert isinstance(get_channel_layer(), RedisPubSubChannelLayer)
    a, b = await enter(), await enter()
    await say(a, "par Redis")
    for client in (a, b):
        await client.next("message", message="par Redis")
        await client.until(lambda client=client: any(event["type"] == "elapsed" for event in client.received))
    await b.leave()
    await a.next("presence", nbClients=1)
