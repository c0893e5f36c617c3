"""Everything is counted before it is let in: connections, WebSockets, requests, passwords (the numbers: `quotas`)."""

from dataclasses import replace
from weakref import WeakValueDictionary

from django.conf import settings
from django.shortcuts import resolve_url

from chat.rates import Bucket
from exchanges.letters import path_in_site
from exchanges.visitors import visitor_id
from nsi_site import descriptors, load, metrics, plain_pages, quotas
from nsi_site.quotas import Holders, Turns


class ConnectionDoor:
    """Counts the TCP connections; each is known by its transport, which outlives the change to a WebSocket."""

    def __init__(self):
        most = descriptors.most_connections()
        row = quotas.CONNECTIONS
        self.holders = Holders(replace(row, everybody=most, address=min(row.address, most // 2)))
        self.addresses = {}  # transport → address
        self.received = load.Received()
        load.OPEN.add(self)

    def is_full(self):
        return self.holders.is_full()

    def is_busy(self):
        return self.holders.total > self.holders.quota.everybody // 2

    def opens(self, address):
        return self.holders.may_take(address)

    def enter(self, transport, address):
        self.addresses[transport] = address
        self.holders.take(address)

    def receives(self, transport, data):
        if transport in self.addresses:
            self.received.add(self.addresses[transport], len(data))

    def leave(self, transport):
        if transport in self.addresses:
            self.holders.give_back(self.addresses.pop(transport))


class SocketDoor:
    """ASGI middleware, around everything: WebSockets are counted by address, and by browser where a cookie names one.

    Behind one address may be a school: what one pupil may hold is told by the signed cookie of the lesson.
    """

    def __init__(self, app):
        self.app = app
        self.open, self.unnamed = Holders(quotas.SOCKETS_OPEN), Holders(quotas.SOCKETS_UNNAMED)
        self.of_one, self.tunnels = Holders(quotas.SOCKETS_OF_ONE), Holders(quotas.TUNNELS)

    async def __call__(self, scope, receive, send):
        if scope["type"] != "websocket" or not scope["client"]:
            await self.app(scope, receive, send)
            return
        address, browser = scope["client"][0], visitor_id(scope)
        counted = self.counted(scope, address, browser)
        for holders, who in counted:
            if not holders.may_take(who):
                await refuse(receive, send, holders.quota.refusal, holders.quota.sentence)
                return
        for holders, who in counted:
            holders.take(who)
        try:
            with metrics.SOCKETS.track_inprogress():
                await self.app(scope, receive, send)
        finally:
            for holders, who in counted:
                holders.give_back(who)

    def counted(self, scope, address, browser):
        """(holders, who) for each quota that this socket takes from; a tunnel leaves those of the chat alone."""
        if scope["path"] == quotas.TUNNEL:
            return [(self.tunnels, address)]
        return [(self.open, address), (self.of_one, browser) if browser else (self.unnamed, address)]


class FrameRates:
    """One token bucket for all the sockets of an address."""

    def __init__(self):
        self.buckets = WeakValueDictionary()

    def bucket(self, address):
        return self.buckets.setdefault(address, Bucket(quotas.FRAMES.limit(address)))


async def refuse(receive, send, code, reason):
    """Accept first: a browser never learns the code of a handshake that failed."""
    await receive()
    await send({"type": "websocket.accept"})
    await send({"type": "websocket.close", "code": code, "reason": reason})


class RequestDoor:
    """ASGI middleware, around Django: requests wait for their turn, and passwords for one of their own."""

    def __init__(self, app):
        self.app = app
        self.login = resolve_url(settings.LOGIN_URL)
        self.requests = Turns(quotas.REQUESTS)
        self.health = Turns(quotas.REQUESTS)
        self.passwords = Turns(quotas.PASSWORDS)
        self.waiting = Holders(quotas.PASSWORDS_WAITING)

    async def __call__(self, scope, receive, send):
        address = scope["client"][0] if scope.get("client") else ""
        if scope["method"] == "POST" and path_in_site(scope) == self.login:
            await self.check_password(address, scope, receive, send)
        else:
            turns = self.health if path_in_site(scope) == quotas.HEALTH else self.requests
            async with turns.turn(address):
                await self.app(scope, receive, send)

    async def check_password(self, address, scope, receive, send):
        """A check costs half a second of a core: it must not take the turns of the pages."""
        if not self.waiting.may_take(address):
            row = quotas.PASSWORDS_WAITING
            await plain_pages.answer(send, row.refusal, row.sentence)
            return
        self.waiting.take(address)
        try:
            async with self.passwords.turn(address):
                await self.app(scope, receive, send)
        finally:
            self.waiting.give_back(address)
