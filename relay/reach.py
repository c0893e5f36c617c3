"""All tunnels, of all processes, and the way to them.

Each process tells the others every two seconds, and at each change, which servers its tunnels lead to; what was not
repeated for six seconds is forgotten. A visit whose tunnel is elsewhere is carried there (`far`).
"""

import asyncio
import logging
import time
from contextlib import suppress
from weakref import WeakKeyDictionary

from channels.db import database_sync_to_async
from channels.layers import get_channel_layer

from relay import far, hints, welcome
from relay.proof import keep_proof
from relay.visit import Visit

EVERY, FORGOTTEN = 2, 6  # seconds
SLEEP = 1800  # seconds for which a tab that went without a word counts as asleep
RETRY = 1  # seconds
NEWER = 4409, "Votre serveur est ouvert dans un autre onglet."
REFUSED = 4403

logger = logging.getLogger(__name__)
reaches = WeakKeyDictionary()


def reach():
    """The one of this process and event loop."""
    loop = asyncio.get_running_loop()
    if loop not in reaches:
        reaches[loop] = Reach()
    return reaches[loop]


class Reach:
    def __init__(self):
        self.tunnels = {}  # slug → Tunnel, of this process
        self.asleep = {}  # slug → when its tab went without a word
        self.others = {}  # channel of another process → (when it was heard, its news)
        self.calls = {}  # number of a visit that is carried → what takes its messages
        self.bells = set()  # an asyncio.Event for each reader of the list
        self.channel = ""
        self.ready = asyncio.Event()
        self.news = asyncio.Event()
        self.tasks = ()

    def start(self):
        """ASGI gives no start-up hook under daphne: the first one who asks starts it."""
        if not self.tasks:
            self.tasks = asyncio.create_task(self.listen()), asyncio.create_task(self.keep())

    # --- this process ------------------------------------------------------------------------------------
    def add(self, tunnel):
        self.start()
        if older := self.tunnels.get(tunnel.server.slug):
            older.close(*NEWER)
        self.tunnels[tunnel.server.slug] = tunnel
        self.asleep.pop(tunnel.server.slug, None)
        self.changed()

    def remove(self, tunnel):
        if self.tunnels.get(tunnel.server.slug) is tunnel:
            del self.tunnels[tunnel.server.slug]
            if tunnel.lost:
                self.asleep[tunnel.server.slug] = time.monotonic()
            self.changed()

    def changed(self):
        self.news.set()
        for bell in self.bells:
            bell.set()

    def own(self):
        """The news of this process, as JSON."""
        for slug in [slug for slug, at in self.asleep.items() if time.monotonic() - at > SLEEP]:
            del self.asleep[slug]
        return {"running": [each.entry() for each in self.tunnels.values()], "asleep": list(self.asleep)}

    async def keep(self):
        """Announce, look whether all may stay open, forget who is gone: every two seconds, and at each change."""
        while True:
            self.news.clear()
            if self.channel:
                await hints.announce({"kind": "news", "from": self.channel, **self.own()})
            with suppress(Exception):  # the database is away: next time
                await self.look()
            self.forget_silent()
            with suppress(TimeoutError):
                async with asyncio.timeout(EVERY):
                    await self.news.wait()

    async def look(self):
        """Close what may not stay open: « Chez » was closed, a name was freed, changed or muted."""
        admitted = {tunnel.server: tunnel for tunnel in self.tunnels.values()}
        if not admitted:
            return
        for number, why in (await refusals(list(admitted))).items():
            tunnel = next(each for server, each in admitted.items() if server.pk == number)
            await keep_proof(number, tunnel.proof)
            tunnel.close(REFUSED, why)
            self.remove(tunnel)  # no visitor comes in any more while it says goodbye

    # --- all processes -----------------------------------------------------------------------------------
    async def listen(self):
        while True:
            try:
                await self.listen_to(get_channel_layer())
            except Exception as error:  # noqa: BLE001 - whatever the layer's driver raises
                logger.warning("Les processus du site ne s’entendent plus (Chez) : %r", error)
                await asyncio.sleep(RETRY)

    async def listen_to(self, layer):
        self.channel = await layer.new_channel("relay")
        try:
            await layer.group_add(hints.GROUP, self.channel)
            self.ready.set()
            self.news.set()
            while True:
                self.hear(hints.unpacked(await layer.receive(self.channel)))
        finally:
            with suppress(Exception):
                await layer.group_discard(hints.GROUP, self.channel)

    def hear(self, message):
        kind = message["kind"]
        if kind == "look":
            self.news.set()
        elif kind == "news" and message["from"] != self.channel:
            self.hear_news(message)
        elif kind == "open":
            self.others[message["back"]] = time.monotonic(), self.others.get(message["back"], (0, NOTHING))[1]
            far.serve(self, message)
        elif call := self.calls.get(message.get("call")):
            call.take(message)

    def hear_news(self, news):
        before = self.others.get(news["from"], (0, NOTHING))[1]
        self.others[news["from"]] = time.monotonic(), news
        for each in news["running"]:  # a tab that opened its tunnel at another process, later
            mine = self.tunnels.get(each["slug"])
            if mine and each["since"] > mine.since:
                mine.close(*NEWER)
        if before["running"] != news["running"]:
            for bell in self.bells:
                bell.set()

    def forget_silent(self):
        silent = [channel for channel, (heard, _) in self.others.items() if time.monotonic() - heard > FORGOTTEN]
        for channel in silent:
            del self.others[channel]
        if silent:
            self.changed()

    # --- who runs ----------------------------------------------------------------------------------------
    def entry(self, slug):
        """The entry of the newest tunnel to this server, None when there is none."""
        if tunnel := self.tunnels.get(slug):
            return tunnel.entry()
        found = [each for _, news in self.others.values() for each in news["running"] if each["slug"] == slug]
        return max(found, key=lambda each: each["since"], default=None)

    def running(self):
        """{slug: its entry in `own`}, of all processes; the newest tunnel of a server counts."""
        entries = [
            entry for news in (self.own(), *(news for _, news in self.others.values())) for entry in news["running"]
        ]
        return {entry["slug"]: entry for entry in sorted(entries, key=lambda entry: entry["since"])}

    def sleeps(self, slug):
        return slug in self.asleep or any(slug in news["asleep"] for _, news in self.others.values())

    async def carry(self, slug, visitor, scope, receive, send):
        """Have this server answer; False when there is no tunnel to it."""
        if tunnel := self.tunnels.get(slug):
            await Visit(tunnel, visitor)(scope, receive, send)
            return True
        for channel, (_, news) in self.others.items():
            if any(entry["slug"] == slug for entry in news["running"]):
                return await far.Far(self, channel, slug, visitor)(scope, receive, send)
        return False


NOTHING = {"running": [], "asleep": []}
refusals = database_sync_to_async(welcome.refusals)
