"""The quotas of the plain chat, around its consumer: that one is to be read, and never meets a frame it cannot read."""

from django.conf import settings

from chat import events, quotas
from chat.events import Refusal
from chat.people import Person
from chat.rates import Bucket

FRAMES_PER_SECOND, FRAMES_AT_ONCE = 200, 3000  # beyond, whatever they say, the client floods


class SimpleGuard:
    """ASGI middleware: only `message` frames with a name and a text, not too long and not too often, come through.

    A client hears (frame `error`) what is wrong with any other, and stays connected; one that floods is closed.
    """

    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        client = GuardedClient(receive, send, Person.of(scope), scope.get("pupil"))
        await self.app(scope, client.receive, client.send)


class GuardedClient:
    """One client of the plain chat, as its consumer sees it."""

    def __init__(self, receive, send, person, pupil=None):
        self._receive, self._send, self.person, self.pupil = receive, send, person, pupil
        self.messages = Bucket(settings.CHAT_RATE_PER_SOCKET)
        self.frames = Bucket(FRAMES_PER_SECOND, burst=FRAMES_AT_ONCE)
        self.closed = False

    async def receive(self):
        """The next event that the consumer can handle; after a flood only the disconnection is left."""
        while (event := await self._receive())["type"] == "websocket.receive":
            if self.closed:
                continue
            if not self.frames.take():
                await self.close(events.CLOSE_FLOODING)
                continue
            try:
                self.weigh(event.get("text") or event.get("bytes") or "")
                return event | {"text": self.read(event.get("text"))}
            except Refusal as refusal:
                answer = events.error_event(refusal.code, detail=refusal.detail)
                await self.send({"type": "websocket.send", "text": answer})
        return event

    def weigh(self, frame):
        """Before it is read, which is what costs. Raises Refusal."""
        if not quotas.received.take(self.person, max(quotas.SHORTEST_FRAME, len(frame))):
            raise Refusal("rate_limited")

    def read(self, frame):
        """The frame with its name and text tidied. Raises Refusal."""
        user_name, message = events.parse_simple(frame)
        if self.pupil and self.pupil.muted:
            raise Refusal("muted")
        if self.pupil and self.pupil.claim:  # who has a name in the class writes under it
            user_name = self.pupil.name
        if not self.messages.take():
            raise Refusal("rate_limited")
        return events.message_event(user_name, message)

    async def close(self, code):
        await self.send({"type": "websocket.close", "code": code})
        self.closed = True

    async def send(self, event):
        """Some servers raise when the client is gone: its disconnection follows, and must find the consumer alive."""
        if self.closed:
            return
        try:
            await self._send(event)
        except OSError:
            self.closed = True
