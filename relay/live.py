"""`/ws/chez`: the servers that run, and again at each change. A plain ASGI application, as the feed of exchanges is."""

import asyncio
import json
from time import monotonic

from relay.reach import reach

GATHER = 0.2  # seconds
ALIVE = 6  # seconds: a page takes a socket that says nothing for a dead one


async def live(scope, receive, send):
    await receive()
    await send({"type": "websocket.accept"})
    bell = asyncio.Event()
    reach().start()
    reach().bells.add(bell)
    telling = asyncio.ensure_future(tell(bell, send))
    try:
        while (await receive())["type"] == "websocket.receive":
            pass  # it has nothing to say
    finally:
        reach().bells.discard(bell)
        telling.cancel()
        await asyncio.gather(telling, return_exceptions=True)


async def tell(bell, send):
    told, at = None, 0.0
    while True:
        bell.clear()
        text = json.dumps({"type": "servers", "servers": servers()}, ensure_ascii=False)
        if text != told or monotonic() - at > ALIVE:
            told, at = text, monotonic()
            await send({"type": "websocket.send", "text": text})
        try:
            async with asyncio.timeout(2):  # visitors come and go without a bell
                await bell.wait()
        except TimeoutError:
            continue
        await asyncio.sleep(GATHER)


def servers():
    """[{slug, name, visitors: [names], unnamed: how many without}], by name."""
    entries = sorted(reach().running().values(), key=lambda entry: entry["name"].lower())
    return [
        {
            "slug": entry["slug"],
            "name": entry["name"],
            "visitors": sorted(set(filter(None, entry["visitors"]))),
            "unnamed": entry["visitors"].count(""),
        }
        for entry in entries
    ]
