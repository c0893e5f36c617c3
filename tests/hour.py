"""A whole hour of a class in a minute or two, with the desk open: how long the pages took."""

import asyncio
import contextlib
import re
import time
from collections import defaultdict
from urllib.parse import urlsplit

from classroom.demo.browser import HERE, Browser
from tests.demonstration import demonstration

PUPILS = 35
PAGES = ("/lecon/", "/lecon/serveur", "/exercices/", "/chat/", "/classe", "/classe/chat", "/classe/seances", "/chez/")
BETWEEN = 0.2  # seconds between two pages of the one who looks


def hour(folder, seconds, pace):
    """{path: [seconds of each answer]} while 35 pupils take part. An answer that is an error raises Refused."""
    with demonstration(folder, pupils=PUPILS, pace=pace) as opened:
        return asyncio.run(look(urlsplit(opened.url).port, opened.password, seconds))


async def look(port, password, seconds):
    teacher = Browser(port, HERE)
    await teacher.get("/admin/login/")
    await teacher.post("/admin/login/", {"username": "prof", "password": password, "next": "/classe"})
    desk = asyncio.create_task(watch(teacher))
    took = defaultdict(list)
    try:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for path in PAGES:
                begin = time.perf_counter()
                await teacher.get(path)
                took[path].append(time.perf_counter() - begin)
                await asyncio.sleep(BETWEEN)
        assert not desk.done(), desk.exception()
        page = await teacher.get("/classe/journal")
        assert re.search(r"<h1>Journal</h1>", page)
    finally:
        desk.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await desk
    return took


async def watch(teacher):
    """The desk's own socket, read as its page does."""
    async with teacher.socket("/ws/classe") as socket:
        async for _ in socket:
            pass
    raise AssertionError("the desk's socket was closed")
