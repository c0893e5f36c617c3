"""One client's place in the hub."""

import asyncio
from collections import deque
from dataclasses import dataclass

from chat import events

MAX_WAITING = 1 << 20  # characters of frames that a client may leave unread
MAX_HELD = 1000  # frames that may arrive before its first page is out


@dataclass(frozen=True)
class Batch:
    """Messages `first` to `last` of a room, without a hole, and the ready frame that holds them."""

    first: int
    last: int
    frame: str


class Socket:
    """What waits to be sent to one client, and how far it has come in its room.

    A stuck client is dropped, never waited for: `put` doesn't block, and past MAX_WAITING the client is closed.
    """

    def __init__(self, consumer):
        self.consumer = consumer
        self.address = (consumer.scope.get("client") or ["?"])[0]
        self.name = ""  # as folded: the last one the client wrote under
        self.room = None  # key of the room, once known
        self.position = 0  # number of the last message put
        self.told = None  # number of participants that the client knows of
        self.is_open = False  # its first page has been put
        self.held = []  # what arrives before: (method, argument)
        self.waiting = deque()
        self.waiting_size = 0
        self.wakeup = asyncio.Event()
        self.empty = asyncio.Event()  # nothing waits
        self.empty.set()
        self.closing = None  # close code, to be sent after what waits
        self.dropped = False  # closed without waiting for that

    def put(self, frame):
        if self.closing is not None:
            return
        self.waiting.append(frame)
        self.waiting_size += len(frame)
        if self.waiting_size > MAX_WAITING:
            self.drop()
        self.empty.clear()
        self.wakeup.set()

    def tell(self, frame):
        """Put a frame about the room; it never overtakes the first page."""
        if self.is_open:
            self.put(frame)
        else:
            self.hold(self.put, frame)

    def deliver(self, batch):
        """Put a batch of messages, without those that the client has had already."""
        if not self.is_open:
            self.hold(self.deliver, batch)
        elif batch.last > self.position:
            new = batch.first > self.position
            self.put(batch.frame if new else events.later_messages(batch.frame, self.position))
            self.position = batch.last

    def hold(self, handle, item):
        if len(self.held) == MAX_HELD:
            self.drop()
        elif self.closing is None:
            self.held.append((handle, item))

    def tell_presence(self, count):
        """Put the number of participants, if it is news."""
        if self.is_open and count != self.told:
            self.told = count
            self.put(events.presence_event(count))

    def open(self, position):
        """The first page is out, up to `position`: go on with what arrived meanwhile."""
        self.position, self.is_open = position, True
        for handle, item in self.held:
            handle(item)
        self.held.clear()

    def restart(self, epoch):
        """The room was emptied: its numbers begin again. (Who is not open yet: its opening is read again.)"""
        self.position = 0
        self.held.clear()
        if self.is_open:
            self.put(events.reset_event(epoch))

    def close(self, code):
        self.closing = code
        self.wakeup.set()

    def drop(self):
        """Close at once, before what waits: `write` is stuck in it."""
        self.waiting.clear()
        self.closing, self.dropped = events.CLOSE_TRY_LATER, True
        self.consumer.start(self.consumer.close(self.closing))

    async def drained(self):
        """Wait until all that was put has been taken by the server."""
        await self.empty.wait()

    async def write(self):
        """Send what waits, as it comes, until the socket is closed."""
        try:
            while self.closing is None or self.waiting:
                await self.wakeup.wait()
                self.wakeup.clear()
                while self.waiting:
                    frame = self.waiting.popleft()
                    self.waiting_size -= len(frame)
                    await self.consumer.send(text_data=frame)
                self.empty.set()
            if not self.dropped:
                await self.consumer.close(self.closing)
        finally:  # the server may raise when the client is gone: nobody may wait for us then
            self.closing = self.closing or events.CLOSE_TRY_LATER
            self.empty.set()
