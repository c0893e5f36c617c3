"""`/ws/echanges?after=<seq>`: a visitor's own exchanges, the past first, then as they happen.

A plain ASGI application rather than a Channels consumer: those cross to a thread and back for every event.
"""

import asyncio
import json
import logging
from collections import deque
from urllib.parse import parse_qs

from exchanges.post import LOOK_AGAIN, RETRY, post
from exchanges.visitors import visitor_id

logger = logging.getLogger("exchanges")

REFUSED, FLOODING, BROKEN = 4403, 4429, 4500
READERS = 10  # feeds a visitor and process
ORDERS, PERIOD = 20, 10.0  # frames from the browser, in how many seconds
LONGEST_ORDER = 1000  # characters
AT_ONCE = 50  # events a frame
ALIVE = '{"type": "alive"}'  # a page takes a long silence for a dead link


async def feed(scope, receive, send):
    visitor = visitor_id(scope)
    await receive()
    # Accepted first: a browser never learns the code of a handshake that failed.
    await send({"type": "websocket.accept"})
    if visitor is None:
        await close(send, REFUSED)
    elif post().readers(visitor) >= READERS:
        await close(send, FLOODING)
    else:
        await serve(visitor, asked_after(scope), receive, send)


async def serve(visitor, after, receive, send):
    with post().bell(visitor) as bell:
        teller = asyncio.create_task(tell_or_close(visitor, after, bell, send))
        try:
            await obey(visitor, receive, send)
        finally:
            teller.cancel()
            await asyncio.gather(teller, return_exceptions=True)


def asked_after(scope):
    """The number of the last event that the page has; 0 when it does not say."""
    after = parse_qs(scope["query_string"].decode("latin-1")).get("after", ["0"])[0]
    return int(after) if after.isascii() and after.isdigit() and len(after) < 16 else 0


async def tell_or_close(*args):
    """A page comes back when its feed closes; one that is open and silent, it would believe."""
    try:
        await tell(*args)
    except Exception:
        logger.exception("Le fil des échanges s’est arrêté")
        await close(args[-1], BROKEN)


async def tell(visitor, after, bell, send):
    """Send what the journal has above `after`, and again whenever it changes.

    The journal's floor rises when it is cleared, here or in another tab, now or while this page was away.
    `exchanges` are new events; `repeated` are those told before that stand for more by now.
    """
    page_shows_some = after > 0
    told_floor, counts = after - 1, {}
    while True:
        bell.clear()
        page = await read(visitor, after, counts)
        if page.floor > told_floor:
            if page_shows_some:
                await send_json(send, '{"type": "cleared"}')
            told_floor = page.floor
            page_shows_some = page_shows_some or page.floor > 0
            after = max(after, page.floor)
        for start in range(0, len(page.events), AT_ONCE):
            events = page.events[start : start + AT_ONCE]
            await send_events(send, "exchanges", events)
            after = events[-1][0]
        if page.repeats:
            await send_events(send, "repeated", page.repeats)
        counts = page.counts
        if not page.events:
            try:
                # Not `wait_for`: before Python 3.12, one that ends as it is cancelled goes on as if it was not.
                async with asyncio.timeout(LOOK_AGAIN):
                    await bell.wait()
            except TimeoutError:
                await send_json(send, ALIVE)


async def read(visitor, after, counts):
    while True:
        try:
            return await post().read(visitor, after, counts)
        except Exception as error:  # noqa: BLE001 - whatever the cache's driver raises
            post().report(error)
            await asyncio.sleep(RETRY)


async def obey(visitor, receive, send):
    """Do what the page asks for, until it leaves or asks too much."""
    moments = deque(maxlen=ORDERS)
    while (message := await receive())["type"] == "websocket.receive":
        now = asyncio.get_running_loop().time()
        if len(moments) == ORDERS and now - moments[0] < PERIOD:
            await close(send, FLOODING)
            break
        moments.append(now)
        if is_clear(message.get("text") or ""):
            post().clear(visitor)


def is_clear(text):
    if len(text) > LONGEST_ORDER:
        return False
    try:
        order = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(order, dict) and order.get("type") == "clear"


async def send_events(send, type, events):
    await send_json(send, f'{{"type": "{type}", "events": [{", ".join(text for _, text in events)}]}}')


async def send_json(send, text):
    await send({"type": "websocket.send", "text": text})


async def close(send, code):
    await send({"type": "websocket.close", "code": code})
