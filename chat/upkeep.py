"""What keeps a process right: a broadcast is only a hint, the database is the truth."""

import asyncio
from contextlib import suppress

from chat import bus, events, history, metrics, search
from chat.bus import Batch
from chat.database import DatabaseThread, Unavailable, give_back_space
from chat.models import Message, Room
from chat.rooms import RoomState
from chat.tasks import wait

COMPARE_EVERY = 2  # seconds between two looks at the database
PURGE_EVERY, PURGE_DEADLINE = 600, 3600  # seconds: a million messages take a quarter of an hour


class Upkeep:
    """Fills what was missed, follows the groups of the occupied rooms, and ends private rooms that nobody uses."""

    def __init__(self, rooms, mailbox, reader):
        self.rooms, self.mailbox, self.reader = rooms, mailbox, reader
        self.cleaner = DatabaseThread("chat-cleaner", "nettoyée", PURGE_DEADLINE)  # nobody waits for it
        self.doubt = asyncio.Event()  # something may have been missed: compare now

    # --- missed messages ----------------------------------------------------------------------------------

    async def compare(self):
        """Compare the rooms with the database, every COMPARE_EVERY seconds or when in doubt."""
        while True:
            await wait(self.doubt, COMPARE_EVERY)
            occupied = self.rooms.occupied()
            with suppress(Unavailable):  # looked up again at the next comparison
                await self._compare(occupied)

    async def _compare(self, occupied):
        known = {room.key: (room.epoch, room.state, room.delivered) for room in occupied}
        rows, removed = await self.reader.run(history.state, list(known))
        for room in occupied:
            await self._compare_room(room, *known[room.key], rows.get(room.key), removed.get(room.key, ()))

    async def _compare_room(self, room, epoch, state, delivered, row, removed):
        """`epoch`, `state`, `delivered`: the room's when its `row` was read. What is heard meanwhile is newer."""
        if row is None:
            room.close(events.CLOSE_UNKNOWN_ROOM)
        elif room.epoch != epoch:
            return
        elif row.epoch == epoch and row.last_number < delivered:  # an older database was put back
            room.restart(await self.reader.run(Room.objects.renew_epoch, room.key, epoch))
        else:
            room.remove(removed)
            if room.state == state:
                room.change(RoomState.of(row))
            room.restart(row.epoch)
            await self._fill(room, row)

    async def _fill(self, room, row):
        """Deliver what the database has and the room has not."""
        while room.delivered < row.last_number:
            messages, _more = await self.reader.run(history.page_after, room.key, room.delivered)
            if room.epoch != row.epoch:
                return
            if not messages:  # they were purged
                room.delivered = max(room.delivered, row.last_number)
                return
            metrics.FILLED.inc(len(messages))
            frame = events.messages_event(messages)
            room.deliver(Batch(room.key, room.epoch, messages[0].number, messages[-1].number, frame))

    # --- rooms that empty ---------------------------------------------------------------------------------

    async def keep_groups(self):
        """Be in the groups of the rooms where somebody is, and in no other."""
        while True:
            await asyncio.sleep(COMPARE_EVERY)
            self.rooms.forget_empty()
            wanted = {bus.CENSUS, bus.CLOCK, *(bus.room_group(room.key) for room in self.rooms)}
            for group in wanted - self.mailbox.groups:
                await self.mailbox.join(group)
            for group in self.mailbox.groups - wanted:
                if all(bus.room_group(room.key) != group for room in self.rooms):  # somebody may have come meanwhile
                    await self.mailbox.leave(group)

    async def purge(self):
        """Keep the private rooms where somebody is; forget what nobody needs any more."""
        while True:
            await asyncio.sleep(PURGE_EVERY)
            with suppress(Unavailable):
                await self.cleaner.run(Room.objects.purge, [room.key for room in self.rooms.occupied()])
                await self.cleaner.run(Message.objects.purge)
                await self.cleaner.run(search.catch_up)
                await self.cleaner.run(give_back_space)
