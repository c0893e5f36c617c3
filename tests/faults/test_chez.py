"""Pupils' servers when there are several processes, a proxy's names, a restart, a flood."""

import asyncio
import json
import time
from contextlib import ExitStack
from urllib.parse import urlsplit

import psutil
import pytest
from websockets.asyncio.client import connect

from tests.relay.answers import is_whole, page
from tests.relay.live import LiveTab, chez_of, claim, enter, fetch, open_chez
from tests.servers import Site, UvicornSite, running

DEADLINE = 20


async def eventually(ask, wanted):
    """Ask again and again until the answer is what is wanted."""
    end = time.monotonic() + DEADLINE
    while (answer := await ask()) != wanted:
        assert time.monotonic() < end, answer
        await asyncio.sleep(0.1)


async def status_of(url, host=None):
    return (await fetch(url, host))[0]


@pytest.fixture
def site(tmp_path):
    with running(Site(tmp_path, environment={"SHARED_ADDRESS": 1})) as site:
        open_chez(tmp_path)
        yield site


async def test_the_visitor_of_one_process_reaches_the_tab_of_another_and_learns_when_it_dies(tmp_path, redis):
    shared = {"REDIS_URL": redis, "VAR_DIR": tmp_path / "var"}
    with ExitStack() as stack:
        one, two = (stack.enter_context(running(Site(tmp_path / name, environment=shared))) for name in ("a", "b"))
        open_chez(tmp_path)
        big = b"<!doctype html>" + b"x" * 100_000

        def answers(scope, event):
            if event["type"] == "websocket.receive":
                return [{"type": "websocket.send", "text": f"echo {event['text']}"}]
            return in_pieces(big) if is_whole({"event": event}) else []

        async with LiveTab(one, claim(one, "Greg"), answers) as tab:
            await eventually(lambda: status_of(f"{chez_of(two)}{tab.path}"), 200)
            inside = await enter(f"{chez_of(two)}{tab.path}")
            status, headers, body = await fetch(inside, method="POST", body=b"a" * 60_000)
            assert (status, len(body) > 100_000) == (200, True)
            assert headers["content-security-policy"].startswith("sandbox allow-scripts")
            async with connect(inside.replace("http", "ws") + "ws/chat", origin="null") as socket:
                await socket.send("coucou")
                assert await socket.recv() == "echo coucou"
                one.kill()
                await asyncio.wait_for(socket.wait_closed(), DEADLINE)
        await eventually(lambda: status_of(f"{chez_of(two)}{tab.path}"), 502)


def in_pieces(body, size=32 * 1024):
    start = page(b"")[0]
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    last = len(pieces) - 1
    bodies = [{"type": "http.response.body", "body": piece, "more_body": at < last} for at, piece in enumerate(pieces)]
    return [start, *bodies]


async def test_behind_a_proxy_a_name_of_its_own_leads_to_the_pupils_servers(tmp_path):
    names = {"CHEZ_ORIGIN": "http://chez.nsi.test", "ALLOWED_HOSTS": "127.0.0.1,nsi.test,chez.nsi.test"}
    with running(Site(tmp_path, environment=names)) as site:
        open_chez(tmp_path)
        assert "port" not in site.output.partition("ouvert.")[2].partition("arrêter")[0]
        async with LiveTab(site, claim(site, "Greg")) as tab:
            led = (await fetch(f"{site.url}{tab.path}", "nsi.test"))[1]["location"]
            assert led.startswith("http://chez.nsi.test/chez/greg/~")
            inside = await enter(f"{site.url}{tab.path}", "chez.nsi.test")
            status, headers, body = await fetch(inside, "chez.nsi.test")
            assert (status, b"Bonjour" in body) == (200, True)
            assert "default-src http://chez.nsi.test/chez/greg/" in headers["content-security-policy"]
            assert headers["content-security-policy"].endswith("frame-ancestors http://127.0.0.1")
            assert await status_of(f"{site.url}/lecon/", "chez.nsi.test") == 404


async def test_under_uvicorn_a_page_and_a_socket_of_a_pupil_s_server_answer(tmp_path):
    def answers(scope, event):
        if event["type"] == "websocket.receive":
            return [{"type": "websocket.send", "text": f"echo {event['text']}"}]
        return page() if is_whole({"event": event}) else []

    names = {"CHEZ_ORIGIN": "http://chez.nsi.test", "ALLOWED_HOSTS": "127.0.0.1,nsi.test,chez.nsi.test"}
    site = UvicornSite(tmp_path, environment=names)
    site.migrate()
    with running(site):
        open_chez(tmp_path)
        async with LiveTab(site, claim(site, "Greg"), answers) as tab:
            inside = await enter(f"{site.url}{tab.path}", "chez.nsi.test")
            status, headers, body = await fetch(inside, "chez.nsi.test")
            assert (status, b"Bonjour" in body) == (200, True)
            assert headers["content-security-policy"].startswith("sandbox allow-scripts")
            address = f"ws://chez.nsi.test{urlsplit(inside).path}ws/chat"
            async with connect(address, host="127.0.0.1", port=site.port, origin="null") as socket:
                await socket.send("coucou")
                assert await socket.recv() == "echo coucou"
        await eventually(lambda: status_of(inside, "chez.nsi.test"), 502)


async def test_after_a_restart_a_key_still_opens_and_the_address_is_the_same(site):
    cookies = claim(site, "Greg")
    async with LiveTab(site, cookies) as tab:
        inside = await enter(f"{chez_of(site)}{tab.path}")
        assert await status_of(inside) == 200
    before = chez_of(site)
    site.restart()
    assert chez_of(site) == before
    assert await status_of(inside) == 502
    async with LiveTab(site, cookies) as tab:
        assert await status_of(inside) == 200


async def test_a_restart_tells_the_tabs_to_come_back(site):
    async with LiveTab(site, claim(site, "Greg")) as tab:
        site.stop()
        await asyncio.wait_for(tab.socket.wait_closed(), DEADLINE)
        assert tab.socket.close_code == 1012


async def test_a_busy_port_is_passed_over(tmp_path):
    site = Site(tmp_path)
    taken = await asyncio.start_server(lambda *_: None, "127.0.0.1", site.port + 1)
    try:
        with running(site):
            assert chez_of(site) == f"http://127.0.0.1:{site.port + 2}"
            assert await status_of(f"{chez_of(site)}/chez/") == 200
    finally:
        taken.close()


async def test_a_flood_at_a_stuck_tab_costs_nobody_else_anything(site):
    async with (
        LiveTab(site, claim(site, "Greg"), lambda scope, event: []) as stuck,
        LiveTab(site, claim(site, "Alice")) as alice,
    ):
        greg = await enter(f"{chez_of(site)}{stuck.path}")
        other = await enter(f"{chez_of(site)}{alice.path}")
        memory = psutil.Process(site.process.pid).memory_info().rss
        flood = [asyncio.create_task(fetch(greg, method="POST", body=b"x" * 60_000)) for _ in range(150)]
        async with connect(f"{site.ws_url}/ws/chat/accueil") as chat:
            worst = 0
            for _ in range(20):
                began = time.monotonic()
                assert await status_of(other) == 200
                assert await status_of(f"{site.url}/hello") == 200
                worst = max(worst, time.monotonic() - began)
            await chat.send(json.dumps({"type": "history", "before": 1}))
        statuses = {answer[0] for answer in await asyncio.gather(*flood)}
        assert statuses == {504}
        assert worst < 10  # one second is promised
        assert psutil.Process(site.process.pid).memory_info().rss - memory < 80 * 2**20


async def test_a_tab_that_reads_nothing_is_dropped_and_the_memory_stays_bounded(site):
    async with LiveTab(site, claim(site, "Greg")) as tab:
        inside = await enter(f"{chez_of(site)}{tab.path}")
        tab.task.cancel()  # it takes nothing any more
        memory = psutil.Process(site.process.pid).memory_info().rss
        answers = await asyncio.gather(*(fetch(inside, method="POST", body=b"x" * 60_000) for _ in range(40)))
        assert {status for status, _, _ in answers} <= {502, 504}
        assert psutil.Process(site.process.pid).memory_info().rss - memory < 40 * 2**20


HOSTILE = [
    '{"type": "event", "id": 1e400}',
    "[" * 60_000,
    '{"type": "event", "id": 1, "event": {"type": "http.response.pathsend"}}',
    '{"type": "relay.carry"}',
    "\x00",
    "null",
    '{"id": ' + "9" * 4000 + "}",
]


async def test_a_hostile_tunnel_ends_alone(site):
    async with LiveTab(site, claim(site, "Alice")) as other:
        inside, cookies = await enter(f"{chez_of(site)}{other.path}"), claim(site, "Greg")
        for said in HOSTILE:
            async with LiveTab(site, cookies) as hostile:
                await hostile.socket.send(said)
                await asyncio.wait_for(hostile.socket.wait_closed(), DEADLINE)
                assert hostile.socket.close_code == 4400
            assert await status_of(inside) == 200
    assert "Traceback" not in site.output
