"""The sockets of /exercices/: none of the pupil's code runs here."""

import asyncio
import json
from urllib.parse import quote

from channels.generic.websocket import AsyncWebsocketConsumer
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus

from exercises.checker import checker
from exercises.live import RELOADED, STOPPED, live
from exercises.owner import owns_socket

NOT_YOURS = 4403
REFUSED = 4501
PATIENCE = 5  # seconds
POLL = 0.7  # seconds; to poll, rather than to be told by the system, also works on network drives


class Visit(AsyncWebsocketConsumer):
    """A socket whose `leave()` is awaited however it ends: `disconnect()` is not called after an exception."""

    async def __call__(self, scope, receive, send):
        try:
            await super().__call__(scope, receive, send)
        finally:
            await self.leave()


class State(Visit):
    """Tells the page how far the file comes, at once and at each change."""

    teller = None

    async def connect(self):
        await self.accept()
        if owns_socket(self.scope):
            self.teller = asyncio.create_task(self.tell())
        else:
            await self.close(NOT_YOURS)

    async def tell(self):
        told = None
        while True:
            state = await asyncio.to_thread(self.describe)
            if state != told:
                await self.send(text_data=json.dumps(state))
                told = state
            await asyncio.sleep(POLL)

    def describe(self):
        checker.refresh()
        trouble = live.current_trouble()
        return checker.describe() | {"live": trouble and trouble.to_json()}

    async def leave(self):
        if self.teller:
            self.teller.cancel()


class PupilChat(Visit):
    """Carries frames between a browser and the process where the pupil's chat runs."""

    upstream = pump = None
    ended = False

    async def connect(self):
        await self.accept()
        if not owns_socket(self.scope):
            await self.close(NOT_YOURS)
            return
        port = await live.enter(self)
        if port is None:
            await self.end(STOPPED)
            return
        room = quote(self.scope["url_route"]["kwargs"]["salon"], safe="")
        try:
            self.upstream = await connect(
                f"ws://127.0.0.1:{port}/ws/exercices/chat/{room}/", open_timeout=PATIENCE, proxy=None
            )
        except InvalidStatus:
            await self.end(REFUSED)
            return
        except (InvalidHandshake, OSError, EOFError, TimeoutError):  # the child ends at this very moment
            await self.end(RELOADED)
            return
        self.pump = asyncio.create_task(self.bring())

    async def bring(self):
        """From the pupil's server to the browser."""
        try:
            async for text in self.upstream:
                await self.send(text_data=text if isinstance(text, str) else text.hex())
        except ConnectionClosed:
            pass
        await self.end(STOPPED)

    async def receive(self, text_data=None, bytes_data=None):
        if self.upstream and text_data is not None:
            try:
                await self.upstream.send(text_data)
            except ConnectionClosed:
                await self.end(STOPPED)

    async def end(self, code):
        if not self.ended:
            self.ended = True
            live.leave(self)
            await self.close(code)

    async def leave(self):
        self.ended = True
        live.leave(self)
        if self.pump:
            self.pump.cancel()
        if self.upstream:
            await self.upstream.close()
