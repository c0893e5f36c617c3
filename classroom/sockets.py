"""The two sockets of the classroom: the desk's, and the one by which every page hears the teacher."""

import asyncio
from math import ceil

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer
from django.contrib.auth import get_user_model

from classroom import presence, progress
from classroom.models import Screen
from exchanges.visitors import visitor_id
from relay.reach import reach

GROUP = "classroom.screen"
LOOK_EVERY = 2  # seconds between two looks at the class
ALIVE_EVERY = 7.5  # seconds between two frames at most: a page takes a longer silence for a dead link
REFUSED = 4403


class Heart(AsyncJsonWebsocketConsumer):
    """A socket that does something again and again, as long as it is open."""

    pause = presence.BEAT
    task = None

    async def __call__(self, scope, receive, send):
        try:
            await super().__call__(scope, receive, send)
        finally:  # `disconnect()` is not called after an exception
            if self.task:
                self.task.cancel()

    async def connect(self):
        await self.accept()
        self.task = asyncio.create_task(self.live())

    async def live(self):
        while True:
            await self.beat()
            for _ in range(ceil(self.pause / ALIVE_EVERY)):
                await self.send_json({"type": "alive"})
                await asyncio.sleep(min(self.pause, ALIVE_EVERY))

    async def receive(self, **frame):
        """Nothing is asked here: orders are forms."""


class DeskSocket(Heart):
    """The class as it is, whenever it changes. Whether this is still the teacher is asked each time."""

    pause = LOOK_EVERY
    told = None

    async def connect(self):
        reach().start()  # servers whose tunnels are at other processes
        await super().connect()

    async def beat(self):
        if not await database_sync_to_async(is_staff)(self.scope):
            await self.close(REFUSED)
            self.task.cancel()
            return
        seen = await database_sync_to_async(progress.overview)(running=sorted(reach().running()))
        if seen != self.told:
            self.told = seen
            await self.send_json({"type": "class", **seen})


class PageSocket(Heart):
    """A page of the site: shows what the teacher wants all to see, and tells that its pupil is here."""

    groups = [GROUP]
    told = None

    async def beat(self):
        if claim := self.scope["pupil"].claim:
            await presence.beat(claim, visitor_id(self.scope))
        await self.tell(await database_sync_to_async(Screen.objects.current)())

    async def tell(self, screen):
        if screen.frame != self.told and (screen.kind or self.told):
            self.told = screen.frame
            await self.send_json(screen.frame)

    async def classroom_screen(self, message):
        """The teacher has changed it; the database says to what."""
        await self.tell(await database_sync_to_async(Screen.objects.current)())


def is_staff(scope):
    """Whether the session that opened the socket is still a teacher's."""
    session, user = scope["session"], scope["user"]
    if not (user.is_staff and session.session_key and session.exists(session.session_key)):
        return False
    return get_user_model().objects.filter(pk=user.pk, is_staff=True, is_active=True).exists()
