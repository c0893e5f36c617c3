"""What keeps a process right: a broadcast is only a hint, the database is the truth."""

import asyncio

from chat import bus, events, history
from chat.bus import Batch
from chat.database import give_back_space
from chat.models import Message, Room
from chat.rooms import RoomState
from chat.tasks import wait

COMPARE_EVERY = 2  # seconds between two looks at the database
PURGE_EVERY = 600  # seconds


class Upkeep:
    """Fills what was missed, follows the groups of the occupied rooms, and ends private rooms that nobody uses."""

    def __init__(self, rooms, mailbox, reader):
        self.rooms, self.mailbox, self.reader = rooms, mailbox, reader
        self.doubt = asyncio.Event()  # something may have been missed: compare now

    # --- missed messages ----------------------------------------------------------------------------------

    async def compare(self):
        """Compare the rooms with the database, every COMPARE_EVERY seconds or when in doubt."""
        while True:
            await wait(self.doubt, COMPARE_EVERY)
            occupied = self.rooms.occupied()
            if occupied:
                known = {room.key: (room.epoch, room.state) for room in occupied}
                rows, removed = await self.reader.run(history.state, list(known))
                for room in occupied:
                    await self._compare_room(room, *known[room.key], rows.get(room.key), removed.get(room.key, ()))

    async def _compare_room(self, room, epoch, state, row, removed):
        """`epoch` and `state`: the room's when its `row` was read. What is heard meanwhile is newer than the row."""
        if row is None:
            room.close(events.CLOSE_UNKNOWN_ROOM)
        elif room.epoch == epoch:
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
            await self.reader.run(Room.objects.purge, [room.key for room in self.rooms.occupied()])
            await self.reader.run(Message.objects.purge)
            await self.reader.run(give_back_space)
