"""The two sockets of the chat: a room's, and the list of rooms'."""

import asyncio
import logging
from dataclasses import replace
from urllib.parse import parse_qs

from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings

from chat import events, private, quotas
from chat.database import Unavailable
from chat.events import Refusal, Say
from chat.hub import Hub
from chat.rates import Bucket
from chat.sockets import Socket

logger = logging.getLogger("chat")

FRAMES_PER_SECOND, FRAMES_AT_ONCE = 200, 3000  # more is a flood, whatever the frames contain
MAX_EARLY = 20  # frames
LONGEST_MESSAGE = 8000  # characters of its frame
CHARACTERS_AT_ONCE = 256 * 1024
QUESTIONS_PER_SECOND, QUESTIONS_WAITING = 20, 20


class HubConsumer(AsyncWebsocketConsumer):
    """A client of the hub: what it sends is received here, what it gets is written by its Socket."""

    async def __call__(self, scope, receive, send):
        """Channels' own loop starts a task and a thread for each event; this one waits for a single source."""
        self.scope, self.base_send = scope, send
        self.hub, self.socket, self.tasks = Hub.current(), Socket(self), set()
        self.early = []
        try:
            self.arrival = self.start(self.websocket_connect(await receive()))
            while (event := await receive())["type"] == "websocket.receive":
                await self.hear(event)
        finally:  # `disconnect()` is not called after an exception: the socket would stay for ever
            self.hub.leave(self.socket)
            for task in self.tasks:
                task.cancel()

    async def hear(self, event):
        """What a client says before it has arrived waits: meanwhile only that it leaves is heard."""
        if self.arrival is not None and len(self.early) < MAX_EARLY:
            self.early.append(event)
            return
        if self.arrival is not None:
            await asyncio.wait([self.arrival])
        await self.websocket_receive(event)

    def start(self, coroutine):
        """Run a coroutine beside the reception, as long as the client is there. Returns its task."""
        task = asyncio.create_task(coroutine)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        return task

    async def connect(self):
        await self.accept()
        try:
            found = await self.arrive()
        except Unavailable:
            self.socket.close(events.CLOSE_TRY_LATER)
        except Exception:
            logger.exception("Un nouveau client n’a pas pu être accueilli")
            self.socket.close(events.CLOSE_TRY_LATER)
        else:
            if not found:
                self.socket.close(events.CLOSE_UNKNOWN_ROOM)
        self.arrival = None
        self.scope["headers"].clear()  # read by now; those who sit here for hours keep no cookies and other kilobytes
        while self.early:
            await self.websocket_receive(self.early.pop(0))


class ChatConsumer(HubConsumer):
    async def arrive(self):
        self.messages = Bucket(settings.CHAT_RATE_PER_SOCKET)
        self.characters = Bucket(settings.CHAT_RATE_PER_SOCKET * LONGEST_MESSAGE, burst=CHARACTERS_AT_ONCE)
        self.questions = Bucket(QUESTIONS_PER_SECOND)
        self.answering = asyncio.Lock()  # one page at a time: the reader is there for all
        self.frames = Bucket(FRAMES_PER_SECOND, burst=FRAMES_AT_ONCE)
        slug = self.scope["url_route"]["kwargs"]["slug"]
        if not private.is_open_to(slug, self.scope):
            return False
        return await self.hub.arrivals.arrive(self.socket, slug, *self.already_has())

    def already_has(self):
        """`after` (number or None) and `epoch` of a client that comes back, from the socket's address."""
        query = parse_qs(self.scope["query_string"].decode("latin-1"))
        after, epoch = query.get("after", [""])[-1], query.get("epoch", [""])[-1]
        valid = after.isascii() and after.isdigit() and len(after) < 19
        return (int(after) if valid else None), epoch

    async def receive(self, text_data=None, bytes_data=None):
        if self.socket.closing is not None:
            return
        if not self.frames.take():
            self.socket.close(events.CLOSE_FLOODING)
            return
        try:
            self.weigh(bytes_data or text_data or "")
            event = events.parse(text_data)
            if isinstance(event, Say):
                self.say(event)
            else:
                self.ask(event)
        except Refusal as refusal:
            self.socket.put(events.error_event(refusal.code, refusal.id, refusal.detail))

    def weigh(self, frame):
        """Before it is looked at, which is what costs. Raises Refusal when the socket, or its PC, sends too much."""
        weight = max(quotas.SHORTEST_FRAME, len(frame))
        if not (self.characters.take(weight) and quotas.received.take(self.socket.person, weight)):
            raise Refusal("rate_limited")

    def say(self, say):
        if not self.messages.take():
            raise Refusal("rate_limited", say.id)
        pupil = self.scope["pupil"]
        if pupil.claim:  # who has a name in the class writes under it
            say = replace(say, user_name=pupil.name)
        self.hub.post(self.socket, say, is_staff=pupil.staff, claim=pupil.claim)

    def ask(self, question):
        may_ask = self.questions.take() and quotas.history.take(self.socket.person)
        if len(self.tasks) > QUESTIONS_WAITING or not may_ask:
            raise Refusal("rate_limited")
        self.start(self.answer(question))

    async def answer(self, question):
        async with self.answering:
            await self.hub.tell_history(self.socket, question)


class LobbyConsumer(HubConsumer):
    async def arrive(self):
        return await self.hub.lobby.arrive(self.socket)
