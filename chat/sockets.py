"""One client's place in the hub."""

import asyncio
from collections import deque

from chat import events, metrics
from chat.people import Person

MAX_WAITING = 1 << 20  # characters of frames that a client may leave unread
PUSH = "nsi.push"  # ASGI extension of our server: push(text) sends at once, or returns False
MAX_HELD = 1000  # frames that may arrive before the first page is out


class Socket:
    """What waits to be sent to one client, and how far the client has come in its room.

    `put` never blocks: a client that does not read is closed once MAX_WAITING characters wait for it. What the server
    takes at once needs no task; otherwise one writes while something waits. There are thousands: at rest each is small.
    """

    __slots__ = (
        *("browser", "closing", "consumer", "held", "is_open", "name", "person", "position", "push", "room", "told"),
        *("waiting", "waiting_size", "wrote_at", "writer"),
    )

    def __init__(self, consumer):
        self.consumer = consumer
        self.push = consumer.scope.get("extensions", {}).get(PUSH, never)
        self.person = Person.of(consumer.scope)
        self.browser = header(consumer.scope, b"user-agent")
        self.name = ""  # as folded: the last one the client wrote under
        self.wrote_at = 0  # monotonic seconds
        self.room = None  # the LiveRoom, once seated
        self.position = 0  # number of the last message put
        self.told = None  # the last frame of `tell_news`
        self.is_open = False  # its first page has been put
        self.held = ()  # what arrives before: (method, argument); a list then
        self.waiting = ()  # frames; a deque then
        self.waiting_size = 0
        self.writer = None  # the task that sends what waits
        self.closing = None  # close code, to be sent after what waits

    def put(self, frame):
        """Have the frame sent."""
        if self.closing is not None or (self.writer is None and self.push(frame)):
            return
        self.waiting = self.waiting or deque()
        self.waiting.append(frame)
        self.waiting_size += len(frame)
        if self.waiting_size > MAX_WAITING:
            self.drop()
        else:
            self._wake()

    def tell(self, frame):
        """Put a frame about the room; it never overtakes the first page."""
        if self.is_open:
            self.put(frame)
        else:
            self._hold(self.put, frame)

    def tell_news(self, frame):
        """Put a frame unless it is the one that was told last. Before the first page is out, do nothing."""
        if self.is_open and frame != self.told:
            self.told = frame
            self.put(frame)

    def deliver(self, batch):
        """Put a batch of messages, without those that the client has already."""
        if not self.is_open:
            self._hold(self.deliver, batch)
        elif batch.last > self.position:
            new = batch.first > self.position
            self.put(batch.frame if new else events.later_messages(batch.frame, self.position))
            self.position = batch.last

    def _hold(self, handle, item):
        if self.closing is not None:
            return
        if len(self.held) == MAX_HELD:
            self.drop()
        else:
            self.held = self.held or []
            self.held.append((handle, item))

    def open(self, position):
        """The first page is out, up to message `position`: put what arrived meanwhile."""
        self.position, self.is_open = position, True
        held, self.held = self.held, ()
        for handle, item in held:
            handle(item)

    def restart(self, epoch):
        """The room was emptied: its numbers begin again. (A socket that is not open yet gets a new first page.)"""
        self.position = 0
        self.held = ()
        if self.is_open:
            self.put(events.reset_event(epoch))

    def close(self, code):
        """Close once what waits is sent; the first code counts."""
        if self.closing is None:
            self.closing = code
            self._wake()

    def drop(self):
        """Close at once, without what waits: the writer is stuck in it."""
        metrics.DROPPED.inc()
        self.waiting = self.held = ()
        self.closing = events.CLOSE_TRY_LATER
        if self.writer is not None:
            self.writer.cancel()
        self.consumer.start(self.consumer.close(self.closing))

    async def drained(self):
        """Wait until all that was put has been taken by the server."""
        if self.writer is not None:
            await asyncio.wait([self.writer])

    def _wake(self):
        if self.writer is None:
            self.writer = self.consumer.start(self._write())

    async def _write(self):
        """Send what waits, and end; close the socket if that was asked for."""
        try:
            while self.waiting:
                frame = self.waiting.popleft()
                self.waiting_size -= len(frame)
                await self.consumer.send(text_data=frame)
            if self.closing is not None:
                await self.consumer.close(self.closing)
        except OSError:  # the server may raise it when the client is gone
            self.waiting = ()
            self.closing = events.CLOSE_TRY_LATER
        finally:
            self.waiting = self.waiting or ()
            self.writer = None


def never(text):
    """The `push` of a server that has none, or of a visitor whose frames are noted."""
    return False


def header(scope, name):
    """The value of a header, "" where the client did not send it. NUL, which no database takes, is left out."""
    values = (value for key, value in scope.get("headers", ()) if key == name)
    return next(values, b"").decode("latin-1").replace("\0", "")
