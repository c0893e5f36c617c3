"""The live state of one process: its sockets, room by room, and the one channel on which it hears the others."""

import asyncio
import logging
import secrets
import time
from collections import defaultdict
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from django.conf import settings

from chat import channel, clock, events, groups, history, presence
from chat.channel import Channel
from chat.database import DatabaseThread
from chat.events import Refusal
from chat.ledger import Ledger, Post, record
from chat.lobby import Lobby
from chat.models import Room
from chat.rates import Bucket
from chat.sockets import Batch
from chat.tasks import supervise, wait
from chat.text import fold

logger = logging.getLogger("chat")

COMPARE_EVERY = 2  # seconds between two looks at the database


@dataclass
class LiveRoom:
    """A room with somebody in it, as this process sees it."""

    key: int
    slug: str
    epoch: str
    rate: Bucket
    start: float  # of the session, Unix seconds
    delivered: int | None = None  # number of the last message fanned out; None until the first newcomer has its page
    removed: set = field(default_factory=set)  # numbers whose removal was told
    sockets: set = field(default_factory=set)


class Hub:
    """One per process and event loop, started by the first arrival: without lifespan, daphne gives no other hook."""

    _hubs = WeakKeyDictionary()

    @classmethod
    def current(cls):
        loop = asyncio.get_running_loop()
        if loop not in cls._hubs:
            cls._hubs[loop] = cls()
        return cls._hubs[loop]

    @classmethod
    def counts(cls):
        """Clients in each room, for a view: {room's key: number}. Empty until somebody has opened a socket here."""
        return {key: count for hub in list(cls._hubs.values()) for key, count in hub.presence.census.counts().items()}

    def __init__(self):
        self.process = secrets.token_hex(8)
        self.rooms = {}
        self.channel = Channel()
        self.doubt = asyncio.Event()  # something may have been missed: ask the database now
        self.writer = DatabaseThread("chat-ledger")
        self.reader = DatabaseThread("chat-reader")
        self.presence = presence.Presence(self)
        self.lobby = Lobby(self)
        self.ledger = Ledger(self._save, self._publish)
        self.clock = clock.Clock(self)
        loops = [self._listen, self._keep_up, self._keep_groups]
        loops += [part.run for part in (self.ledger, self.presence, self.lobby, self.clock)]
        self.tasks = {asyncio.create_task(supervise(run)) for run in loops}

    async def stop(self):
        """End the tasks and close the database connections."""
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        self.writer.close()
        self.reader.close()
        self._hubs.pop(asyncio.get_running_loop(), None)

    # --- coming and going ---------------------------------------------------------------------------

    async def arrive(self, socket, slug, after=None, epoch=""):
        """Seat a newcomer: welcome, the messages it lacks, who is there, since when. False if there is no such room."""
        room = await self.reader.run(Room.objects.filter(slug=slug).first)
        if room is None:
            return False
        live = self._seat(socket, room)
        # Registered first, read afterwards: whatever is saved in between comes at least one of the two ways.
        await self.channel.join(groups.room_group(live.key))
        complete = False
        while not complete:
            known = live.epoch
            opening = await self.reader.run(history.opening, live.key, after, epoch)
            if opening is None:
                return False
            if live.epoch == known:  # or else a reset was heard while we read
                self._hear_reset(groups.reset_message(live.key, opening.room.epoch))
                after, complete = await self._hand_over(socket, live, opening)
                epoch = opening.room.epoch
        if live.delivered is None:
            live.delivered = after
        elif live.delivered < after:
            self.doubt.set()
        socket.open(after)
        socket.tell_presence(self.presence.count(live))
        socket.put(events.elapsed_event(clock.elapsed(live)))
        return True

    async def _hand_over(self, socket, live, opening):
        """Give a newcomer its opening and what follows: the number reached, False if the room was emptied meanwhile."""
        for frame in opening.frames:
            socket.put(frame)
        position, more = opening.position, opening.more
        while (more or position < (live.delivered or 0)) and socket.closing is None:
            await socket.drained()
            page, more = await self.reader.run(history.page_after, live.key, position)
            if not page or live.epoch != opening.room.epoch:
                break
            socket.put(events.messages_event(page, more))
            position = page[-1].number
        return position, live.epoch == opening.room.epoch

    def _seat(self, socket, room):
        live = self.rooms.get(room.pk)
        if live is None or not live.sockets:
            start = self.presence.census.start(room.pk) or time.time()
            rate = Bucket(settings.CHAT_RATE_PER_ROOM)
            live = self.rooms[room.pk] = LiveRoom(room.pk, room.slug, room.epoch, rate, start)
        live.sockets.add(socket)
        socket.room = live.key
        self.presence.changed.set()
        logger.info("Nouveau client connecté (salon %s, participants ici : %d)", live.slug, len(live.sockets))
        return live

    def leave(self, socket):
        """Forget a socket; harmless when it is not here."""
        self.lobby.sockets.discard(socket)
        live = self.rooms.get(socket.room)
        if live is not None and socket in live.sockets:
            live.sockets.discard(socket)
            self.presence.changed.set()
            logger.info("Client déconnecté ! (salon %s, participants ici : %d)", live.slug, len(live.sockets))

    # --- what a client asks ---------------------------------------------------------------------------

    def post(self, socket, say, is_staff):
        """Queue a message for the ledger. Raises Refusal."""
        live = self.rooms[socket.room]
        name = fold(say.user_name)
        if name in events.RESERVED_NAMES and not is_staff:
            raise Refusal("name_reserved", say.id)
        if any(other.name == name and other.address != socket.address for other in live.sockets):
            raise Refusal("name_taken", say.id)
        if not live.rate.take():
            raise Refusal("rate_limited", say.id)
        self.ledger.add(Post(live.key, say, is_staff, socket))
        socket.name = name
        logger.info("Évènement reçu : %r (salon %s)", {"userName": say.user_name, "message": say.text}, live.slug)

    async def tell_history(self, socket, question):
        """Answer a History with one page."""
        read = history.page_after if question.before is None else history.page_before
        try:
            messages, more = await self.reader.run(read, socket.room, question.number)
        except Exception as error:
            logger.warning("History could not be read (%r)", error)
            socket.put(events.error_event("busy"))
        else:
            socket.put(events.messages_event(messages, more))

    # --- saving and telling -----------------------------------------------------------------------------

    async def _save(self, posts):
        return await self.writer.run(record, posts)

    async def _publish(self, posts, outcomes):
        """Tell every room what was saved, after the commit, and each refused sender why."""
        new = defaultdict(list)
        for post, outcome in zip(posts, outcomes, strict=True):
            if isinstance(outcome, Refusal):
                post.socket.put(events.error_event(outcome.code, outcome.id))
            elif outcome.again:
                if outcome.message.number <= post.socket.position:  # or else its broadcast is on the way
                    post.socket.put(events.messages_event([outcome.message]))
            else:
                new[post.room, outcome.epoch].append(outcome.message)
        if new:
            try:
                async with asyncio.timeout(channel.DEADLINE):
                    for (key, epoch), messages in new.items():
                        await self._broadcast(key, epoch, messages)
                    await self.channel.echo()
            except Exception as error:
                logger.warning("The channel layer does not carry (%r): clients are told from the database", error)
                self.doubt.set()

    async def _broadcast(self, key, epoch, messages):
        for page in history.pages(messages):
            frame = events.messages_event(page)
            message = groups.batch_message(key, epoch, page[0].number, page[-1].number, frame)
            await self.channel.send(groups.room_group(key), message)

    # --- listening --------------------------------------------------------------------------------------

    async def _listen(self):
        handlers = {
            "chat.batch": self._hear_batch,
            "chat.removed": self._hear_removed,
            "chat.reset": self._hear_reset,
            "chat.elapsed": self._hear_elapsed,
            "chat.census": self.presence.hear,
            "chat.echo": self.channel.hear_echo,
        }
        while not await self.channel.join(groups.CENSUS):
            await asyncio.sleep(COMPARE_EVERY)
        while True:
            message = await self.channel.receive()
            handlers[message["type"]](message)

    def _hear_batch(self, message):
        live = self.rooms.get(message["room"])
        if live is None:
            return
        batch = Batch(message["first"], message["last"], message["frame"])
        hole = live.delivered is not None and batch.first > live.delivered + 1
        if hole or message["epoch"] != live.epoch:
            self.doubt.set()
        else:
            self._fan_out(live, batch)

    def _fan_out(self, live, batch):
        if live.delivered is not None:
            live.delivered = max(live.delivered, batch.last)
        for socket in live.sockets:
            socket.deliver(batch)

    def _hear_removed(self, message):
        live = self.rooms.get(message["room"])
        if live is not None and message["number"] not in live.removed:
            live.removed.add(message["number"])
            self._tell(live, events.removed_event(message["number"]))

    def _hear_reset(self, message):
        live = self.rooms.get(message["room"])
        if live is not None and message["epoch"] != live.epoch:
            live.epoch, live.delivered = message["epoch"], 0
            live.removed.clear()
            for socket in live.sockets:
                socket.restart(live.epoch)

    def _hear_elapsed(self, message):
        live = self.rooms.get(message["room"])
        if live is not None:
            for socket in live.sockets:
                if socket.is_open:  # others learn it at the end of their opening
                    socket.put(message["frame"])

    def _tell(self, live, frame):
        for socket in live.sockets:
            socket.tell(frame)

    # --- staying right ------------------------------------------------------------------------------------

    async def _keep_up(self):
        """A broadcast is only a hint: compare with the database, and fill what was missed."""
        while True:
            await wait(self.doubt, COMPARE_EVERY)
            occupied = [live for live in self.rooms.values() if live.sockets and live.delivered is not None]
            known = {live.key: live.epoch for live in occupied}
            if occupied:
                rooms, removed = await self.reader.run(history.state, list(known))
                # What was read before a reset that has been heard since is worth nothing.
                for key, number in removed:
                    if key in self.rooms and self.rooms[key].epoch == known[key]:
                        self._hear_removed(groups.removed_message(key, number))
                for live in occupied:
                    if live.epoch == known[live.key]:
                        await self._keep_room_up(live, *rooms.get(live.key, (None, 0)))

    async def _keep_room_up(self, live, epoch, last_number):
        if epoch is None:
            for socket in live.sockets:
                socket.close(events.CLOSE_UNKNOWN_ROOM)
            return
        self._hear_reset(groups.reset_message(live.key, epoch))
        while live.delivered < last_number:
            messages, _more = await self.reader.run(history.page_after, live.key, live.delivered)
            if live.epoch != epoch:
                return
            if not messages:  # purged
                live.delivered = max(live.delivered, last_number)
                return
            self._fan_out(live, Batch(messages[0].number, messages[-1].number, events.messages_event(messages)))

    async def _keep_groups(self):
        """Be in the groups of the rooms where somebody is, and in no other."""
        while True:
            await asyncio.sleep(COMPARE_EVERY)
            for live in [live for live in self.rooms.values() if not live.sockets]:
                del self.rooms[live.key]
            wanted = {groups.CENSUS, *(groups.room_group(key) for key in self.rooms)}
            for group in wanted - self.channel.groups:
                await self.channel.join(group)
            for group in self.channel.groups - wanted:
                if all(groups.room_group(key) != group for key in self.rooms):  # somebody may have come in meanwhile
                    await self.channel.leave(group)
