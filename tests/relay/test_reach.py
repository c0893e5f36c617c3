import asyncio

import pytest

from relay import far, hints
from relay import reach as module
from relay.reach import Reach, reach
from relay.visit import Visitor as Who
from tests.relay.answers import is_whole, page
from tests.relay.tabs import Wire, eventually, says, texts
from tests.relay.test_visit import accepting


@pytest.fixture
async def elsewhere(tab, monkeypatch):
    """A second process's Reach, on the same layer: it knows of Greg's tunnel by what the first one says."""
    other = Reach()
    other.start()
    await eventually(lambda: other.running())
    yield other
    for task in other.tasks:
        task.cancel()
    await asyncio.gather(*other.tasks, return_exceptions=True)


def asked(elsewhere, nathalie, kind="http", path="/", **fields):
    """A request or a socket of Nathalie's that came to the second process."""
    scope = nathalie.scope(kind, f"{nathalie.root}{path}", **fields)
    scope |= {"root_path": nathalie.root, "host": "127.0.0.1:8001", "chez": "http://127.0.0.1:8001", "site": ""}

    async def carried(scope, receive, send):
        assert await elsewhere.carry("greg", Who(5, "Nathalie", 5), scope, receive, send) is True

    wire = Wire(carried, scope)
    first = {"type": "http.request", "body": b"a=1", "more_body": False}
    wire.inbox.put_nowait(first if kind == "http" else {"type": "websocket.connect"})
    return wire


async def test_each_process_knows_the_tunnels_of_all(tab, elsewhere):
    assert [entry["name"] for entry in elsewhere.running().values()] == ["Greg"]
    await tab.close()
    await eventually(lambda: not elsewhere.running())


async def test_a_request_travels_to_the_process_of_the_tunnel_and_its_answer_back(tab, elsewhere, nathalie):
    body = b"<!doctype html>" + bytes(range(256)) * 100
    tab.answers = lambda envelope: page(body, (b"content-language", b"fr")) if is_whole(envelope) else []
    wire = asked(elsewhere, nathalie, method="POST")
    await asyncio.wait_for(wire.task, 5)
    start = wire.of("http.response.start")[0]
    assert (start["status"], dict(start["headers"])[b"content-language"]) == (200, b"fr")
    assert b"".join(event["body"] for event in wire.of("http.response.body")).endswith(bytes(range(256)) * 100)
    assert tab.opens()[0]["visitor"]["name"] == "Nathalie"
    assert tab.events("http.request")[0]["body"] == b"a=1"


async def test_a_socket_travels_likewise(tab, elsewhere, nathalie):
    tab.answers = accepting
    wire = asked(elsewhere, nathalie, "websocket", "/ws/chat", subprotocols=[])
    says(wire, "coucou")
    await wire.until(lambda: texts(wire) == ["coucou"])
    await wire.leave("websocket.disconnect", code=1001)
    await tab.until(lambda: tab.events("websocket.disconnect"))


async def test_a_process_that_dies_in_the_middle_ends_the_visit(tab, elsewhere, nathalie, monkeypatch):
    monkeypatch.setattr(far, "LOOK", 0.05)
    monkeypatch.setattr(module, "FORGOTTEN", 0.2)
    tab.answers = lambda envelope: []
    scope = nathalie.scope("http", f"{nathalie.root}/", method="GET") | {
        "root_path": nathalie.root,
        "host": "pc",
        "chez": "",
        "site": "",
    }
    results = []

    async def carried(scope, receive, send):
        results.append(await elsewhere.carry("greg", Who(5, "", 5), scope, receive, send))

    wire = Wire(carried, scope)
    wire.inbox.put_nowait({"type": "http.request", "body": b"", "more_body": False})
    await tab.until(tab.opens)
    for task in reach().tasks:  # the process of the tunnel says nothing any more
        task.cancel()
    await asyncio.wait_for(wire.task, 10)
    assert (results, wire.sent) == ([False], [])


async def test_what_travels_between_processes_has_one_type_and_is_text(tab, elsewhere, nathalie, monkeypatch):
    seen, real = [], hints.packed
    monkeypatch.setattr(hints, "packed", lambda message: seen.append(real(message)) or seen[-1])
    tab.answers = lambda envelope: page(b"chat.removed") if is_whole(envelope) else []
    await asyncio.wait_for(asked(elsewhere, nathalie, method="GET").task, 5)
    assert {message["type"] for message in seen} == {hints.TYPE}
    assert {frozenset(message) for message in seen} == {frozenset({"type", "text"})}
    assert all(isinstance(message["text"], str) for message in seen)


async def test_a_tab_that_comes_to_another_process_takes_over(tab, elsewhere):
    news = {"kind": "news", "from": "another", "asleep": []}
    entry = {"slug": "greg", "pk": 1, "name": "Greg", "since": 2**40, "visitors": []}
    reach().hear(news | {"running": [entry]})
    assert (await tab.closed())[0] == 4409


async def test_a_layer_that_fails_costs_the_process_s_own_visitors_nothing(tab, nathalie, monkeypatch):
    def broken():
        raise ConnectionError("Redis is away")

    monkeypatch.setattr(hints, "get_channel_layer", broken)
    assert (await nathalie.get())[0] == 200


async def test_the_name_of_a_tab_that_sleeps_is_told_to_all(tab, elsewhere):
    await tab.close(1006)
    await eventually(lambda: elsewhere.sleeps("greg"))
