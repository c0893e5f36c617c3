"""What « Chez » costs: milliseconds added to a request, requests a second through one tab, memory a tunnel.

    python -m bench.relay               # starts a site of its own; about three minutes
    python -m bench.relay --tunnels 5 --seconds 5

And what 35 tunnels with 10 visitors each do to the chat. The tabs are programs that answer at once: what is measured is
the server. Each visitor holds a WebSocket, and every ten seconds says a frame, which comes back, and asks for a page.
The chat (35 clients in one room, five messages a second) is a process of its own; turns with and without the visitors'
doings follow each other, so that what else the machine does falls on both.
"""

import argparse
import asyncio
import contextlib
import json
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
from websockets.asyncio.client import connect

from tests.relay.answers import is_whole, page
from tests.relay.live import LiveTab, chez_of, claim, enter, fetch, open_chez
from tests.servers import running_site

CLASS = 35
VISITORS = 10
EVERY = 10  # seconds between two acts of a visitor
TURNS = 3  # with, and as many without


def answers(scope, event):
    if event["type"] == "websocket.receive":
        return [{"type": "websocket.send", "text": event["text"]}]
    return page(b"<!doctype html><p>Bonjour" + b"x" * 2000) if is_whole({"event": event}) else []


async def main(tunnels, seconds):
    lifted = {"SHARED_ADDRESS": 1, "CHAT_RATE_PER_SOCKET": 0, "CHAT_RATE_PER_ROOM": 0, "CHAT_SOCKETS_PER_ADDRESS": 0}
    with tempfile.TemporaryDirectory() as folder, running_site(folder, **lifted) as site:
        open_chez(Path(folder))
        process = psutil.Process(site.process.pid)
        pupils = [await asyncio.to_thread(claim, site, f"Eleve {secrets.token_hex(4)}") for _ in range(tunnels)]
        async with contextlib.AsyncExitStack() as stack:
            before = process.memory_info().rss
            tabs = [await stack.enter_async_context(LiveTab(site, cookies, answers)) for cookies in pupils]
            print(f"memory a tunnel: {(process.memory_info().rss - before) / 1024 / tunnels:.0f} KiB")
            inside = [await enter(f"{chez_of(site)}{tab.path}") for tab in tabs]
            await added(site, inside[0])
            await rate(inside[0])
            await beside_the_chat(site, process, inside, seconds)


async def beside_the_chat(site, process, inside, seconds):
    acting = asyncio.Event()
    acting.set()
    visitors = [asyncio.create_task(visitor(address, acting)) for address in inside for _ in range(VISITORS)]
    times, shares = {True: [], False: []}, []
    for turn in range(2 * TURNS):
        busy = turn % 2 == 0
        acting.set() if busy else acting.clear()
        await asyncio.sleep(1.5 * EVERY)  # until all act, or none does
        began = sum(process.cpu_times()[:2])
        times[busy] += await chat_elsewhere(site, seconds)
        if busy:
            shares.append((sum(process.cpu_times()[:2]) - began) / seconds)
    cut = sum(task.done() for task in visitors)
    for task in visitors:
        task.cancel()
    await asyncio.gather(*visitors, return_exceptions=True)
    print(f"visitors: {len(visitors)}, of whom {cut} were cut; the site used {statistics.mean(shares):.0%} of a core")
    ratio = p99(times[True]) / p99(times[False])
    print(f"chat, p50 / p99 in ms: {told(times[False])} without, {told(times[True])} with; p99 {ratio:.2f} times")


async def chat_elsewhere(site, seconds):
    command = [sys.executable, "-m", "bench.relay", "--chat", site.ws_url, "--seconds", str(seconds)]
    process = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE)
    return json.loads((await process.communicate())[0])


async def added(site, inside):
    """One after the other, each on a connection of its own: a page of the tab's, and the site's smallest page."""
    through = [await timed(inside) for _ in range(100)]
    direct = [await timed(f"{chez_of(site)}/chez/") for _ in range(100)]
    added = statistics.median(through) - statistics.median(direct)
    print(f"a request through the relay: {statistics.median(through):.1f} ms, {added:.1f} more than a page of the door")


async def timed(url):
    began = time.perf_counter()
    status, _, _ = await fetch(url)
    assert status == 200, status
    return (time.perf_counter() - began) * 1000


async def rate(inside):
    """Four at a time, as one visitor may."""
    began, count = time.perf_counter(), 0

    async def ask():
        nonlocal count
        while time.perf_counter() - began < 5:
            await timed(inside)
            count += 1

    await asyncio.gather(*(ask() for _ in range(4)))
    print(f"requests a second through one tab: {count / (time.perf_counter() - began):.0f}")


async def visitor(inside, acting):
    await asyncio.sleep(EVERY * secrets.randbelow(1000) / 1000)
    address = await enter(inside.partition("/~")[0] + "/")
    async with connect(address.replace("http", "ws", 1) + "ws/chat", origin="null") as socket:
        while await acting.wait():
            await asyncio.sleep(EVERY * (0.5 + secrets.randbelow(1000) / 1000))  # never all at once
            await socket.send("coucou")
            assert await socket.recv() == "coucou"
            assert (await fetch(address))[0] == 200


async def chat(ws_url, seconds):
    """Milliseconds from a message to its acknowledgement."""
    async with contextlib.AsyncExitStack() as stack:
        clients = [await stack.enter_async_context(connect(f"{ws_url}/ws/chat/accueil")) for _ in range(CLASS)]
        readers = [asyncio.create_task(drain(client)) for client in clients[1:]]
        times, heard = [], asyncio.create_task(acknowledged(clients[0], waiting := {}))
        for number in range(seconds * 5):
            id = secrets.token_hex(16)
            waiting[id] = done = asyncio.get_running_loop().create_future()
            began = time.perf_counter()
            await clients[0].send(
                json.dumps({"type": "message", "id": id, "userName": "Zoé", "message": f"n° {number}"})
            )
            await asyncio.wait_for(done, 30)
            times.append((time.perf_counter() - began) * 1000)
            await asyncio.sleep(max(0, 0.2 - (time.perf_counter() - began)))
        for task in (heard, *readers):
            task.cancel()
        await asyncio.gather(heard, *readers, return_exceptions=True)
    return times


async def acknowledged(client, waiting):
    async for text in client:
        for message in json.loads(text).get("messages", []):
            if message["id"] in waiting:
                waiting.pop(message["id"]).set_result(None)


async def drain(client):
    async for _ in client:
        pass


def p99(times):
    return statistics.quantiles(times, n=100)[98]


def told(times):
    return f"{statistics.median(times):.1f} / {p99(times):.1f}"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tunnels", type=int, default=CLASS)
    parser.add_argument("--seconds", type=int, default=20, help="of each turn")
    parser.add_argument("--chat", help="only the chat's turn, at this address: milliseconds as JSON")
    options = parser.parse_args()
    if options.chat:
        print(json.dumps(asyncio.run(chat(options.chat, options.seconds))))
    else:
        asyncio.run(main(options.tunnels, options.seconds))
