"""How a newcomer comes to be where its room is: no message is missing, none comes twice."""

import asyncio
import time

from chat import bus, events, history
from chat.database import Unavailable
from chat.models import Room

PATIENCE = 15  # seconds that a newcomer waits for a database that does not answer
TRY_EVERY = 0.5  # seconds
READINGS = 10  # questions of newcomers that the reader has at once; it counts the seconds of all that it was given
MAX_ANSWERS = 40  # pages of a room kept for those who come back together


class Arrivals:
    """Seats the sockets of newcomers and of clients that come back."""

    def __init__(self, rooms, mailbox, reader, presence, upkeep):
        self.rooms, self.mailbox, self.reader, self.presence, self.upkeep = rooms, mailbox, reader, presence, upkeep
        self.turns = asyncio.Semaphore(READINGS)

    async def arrive(self, socket, slug, after=None, epoch=""):
        """Give a newcomer all that it lacks. False if there is no such room; raises Unavailable after PATIENCE seconds.

        `after` and `epoch`: the last message number that a returning client has, and the epoch it belongs to.
        """
        await self.presence.sync.is_introduced()
        room = await self._find(slug)
        if room is None:
            return False
        room.seat(socket)
        self.presence.note(room)
        # The group first, the database afterwards: what is saved in between comes at least one of the two ways.
        await self.mailbox.join(bus.room_group(room.key))
        position = await self._catch_up(socket, room, after, epoch)
        if position is None:
            return False
        if position > room.delivered:
            self.upkeep.doubt.set()  # somebody else wrote: the others in the room lack these messages
        socket.open(position)
        socket.put(events.room_event(room.state))
        socket.tell_news(events.presence_event(self.presence.census.count(room.key)))
        socket.put(events.elapsed_event(int(room.age())))
        return True

    async def _find(self, slug):
        room = self.rooms.occupied_at(slug)
        if room is None:
            row = await self._read(Room.objects.enter, slug)
            if row is not None:
                room = self.rooms.enter(row, self.presence.census.start(row.pk) or time.monotonic())
        return room

    async def _read(self, *question):
        """`reader.run`, again while the database does not answer. Raises Unavailable after PATIENCE seconds."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                async with self.turns:
                    return await self.reader.run(*question)
            except Unavailable:
                if time.monotonic() > deadline:
                    raise
            await asyncio.sleep(TRY_EVERY)

    async def _catch_up(self, socket, room, after, epoch):
        """Put the pages that a newcomer lacks. The number of its last message then, or None if the room is gone."""
        while True:
            known = room.epoch
            opening = await self._shared(room, history.opening, room.key, after, epoch)
            if opening is None:
                return None
            if room.epoch != known:
                continue  # a reset was heard while we read: the pages may be from before
            room.restart(opening.epoch)
            after, epoch = await self._hand_over(socket, room, opening), opening.epoch
            if room.epoch == epoch:
                return after

    async def _shared(self, room, *question):
        """`_read`. Those who ask the same share the answer, until the room hears something new."""
        answer = room.answers.get(question)
        if answer is None or (answer.done() and answer.exception()):
            if len(room.answers) == MAX_ANSWERS:
                room.answers = {}
            answer = room.answers[question] = asyncio.ensure_future(self._read(*question))
        return await asyncio.shield(answer)

    async def _hand_over(self, socket, room, opening):
        """Put the first page, and the next ones as the client takes them: the number of the last message put.

        What is delivered in the room from now on is held by the socket, so reading may end before it.
        """
        for frame in opening.frames:
            socket.put(frame)
        position, more = opening.position, opening.more
        while more and socket.closing is None:
            await socket.drained()
            page = await self._shared(room, history.following, room.key, position)
            if page is None or room.epoch != opening.epoch:
                break
            socket.put(page.frame)
            position, more = page.position, page.more
        return position
