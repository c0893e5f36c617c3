"""The live chat of one process: messages come in by `post` and go out once the ledger has saved them."""

import asyncio
import logging
import secrets
from weakref import WeakKeyDictionary

from django.conf import settings

from chat import bus, events, history, metrics, quotas
from chat.arrivals import Arrivals
from chat.census import Census
from chat.census_sync import CensusSync
from chat.clock import Clock
from chat.database import DatabaseThread, Unavailable
from chat.events import Refusal
from chat.ledger import Ledger, Post
from chat.lobby import Lobby
from chat.mailbox import Mailbox
from chat.presence import Presence
from chat.rooms import Rooms, RoomState
from chat.tasks import supervise
from chat.upkeep import Upkeep

logger = logging.getLogger("chat")

SHOWN = 200  # characters of a message on the console
RETRY_EVERY = 2  # seconds between two tries to reach the channel layer


class Hub:
    """One per process and event loop, started by the server, or else by the first arrival."""

    _hubs = WeakKeyDictionary()

    @classmethod
    def current(cls):
        loop = asyncio.get_running_loop()
        if loop not in cls._hubs:
            cls._hubs[loop] = cls()
        return cls._hubs[loop]

    @classmethod
    def count(cls, key):
        """Clients in a room, for a view. None are known until somebody has opened a socket here."""
        return sum(hub.census.count(key) for hub in list(cls._hubs.values()))

    def __init__(self):
        self.process = secrets.token_hex(8)
        self.rooms, self.mailbox = Rooms(), Mailbox()
        self.census = Census(self.rooms)
        self.history_turn = asyncio.Lock()  # one page at a time on the reader: a newcomer waits for one at most
        self.reader = DatabaseThread("chat-reader", "lue")
        self.ledger = Ledger(self.tell)
        self.lobby = Lobby(self.census, self.reader)
        self.sync = CensusSync(self.process, self.rooms, self.mailbox, self.census)
        self.presence = Presence(self.rooms, self.census, self.sync, self.lobby)
        self.clock = Clock(self.process, self.rooms, self.mailbox, self.census)
        self.upkeep = Upkeep(self.rooms, self.mailbox, self.reader)
        self.arrivals = Arrivals(self.rooms, self.mailbox, self.reader, self.presence, self.upkeep)
        metrics.watch(self)
        loops = [self._listen, self.upkeep.compare, self.upkeep.keep_groups, self.upkeep.purge]
        loops += [part.run for part in (self.ledger, self.presence, self.lobby, self.clock)]
        loops.append(self.lobby.beat)
        self.tasks = {asyncio.create_task(supervise(run)) for run in loops}

    async def say_goodbye(self):
        """The server stops: tell the other processes, while the sockets are still there."""
        await self.sync.say_goodbye()

    async def stop(self):
        """End the tasks and close the database connections."""
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        self.ledger.thread.close()
        self.reader.close()
        self.upkeep.cleaner.close()
        self._hubs.pop(asyncio.get_running_loop(), None)

    def leave(self, socket):
        """Forget a socket; harmless when it is not here."""
        self.lobby.leave(socket)
        if socket.room is not None:
            socket.room.leave(socket)
            self.presence.note(socket.room)

    # --- what a client asks -----------------------------------------------------------------------------

    def post(self, socket, say, is_staff, claim=None):
        """Queue a message for the ledger; `claim` is the pupil's number, if known. Raises Refusal."""
        room, address = socket.room, socket.person.address
        if not quotas.stored.take(socket.person, say.size):
            raise Refusal("rate_limited", say.id)
        room.admit(socket, say, is_staff, claim)
        self.ledger.add(Post(room.key, say, is_staff, socket, claim, address, socket.browser))
        words = {"userName": say.user_name, "message": on_console(say.text)}
        logger.info("Évènement reçu de %s : %r (salon %s)", address, words, room.label)

    async def tell_history(self, socket, question):
        """Answer a History with one page."""
        read = history.page_after if question.before is None else history.page_before
        try:
            async with self.history_turn:
                messages, more = await self.reader.run(read, socket.room.key, question.number)
        except Exception as error:
            if not isinstance(error, Unavailable):
                logger.exception("L’historique n’a pas pu être lu")
            socket.put(events.error_event("busy"))
        else:
            socket.put(events.messages_event(messages, more))

    # --- what the ledger has saved ------------------------------------------------------------------------

    async def tell(self, posts, outcomes):
        """Tell the senders what was refused, and every room what was saved: here at once, then in all processes."""
        for post, outcome in zip(posts, outcomes, strict=True):
            self._answer(post, outcome)
        batches = history.batches(outcomes)
        for batch in batches:
            room = self.rooms.get(batch.room)
            if room is not None and room.continues(batch):  # or else it comes by the mailbox, after what it follows
                if batch.last <= room.delivered:
                    self.upkeep.doubt.set()  # numbers given twice: an older database was put back
                room.deliver(batch)
        if batches:
            await self._broadcast(batches)

    def _answer(self, post, outcome):
        socket = post.socket
        if isinstance(outcome, Refusal):
            socket.put(events.error_event(outcome.code, outcome.id))
        elif outcome.again:
            if outcome.message.number <= socket.position:
                socket.put(events.messages_event([outcome.message]))
            else:  # the client gets it with the others, in its turn; it may have been saved too late to be told
                self.upkeep.doubt.set()
        else:
            socket.room.claim(socket, post.say.name)

    async def _broadcast(self, batches):
        for batch in batches:
            if not await self.mailbox.send(bus.room_group(batch.room), bus.batch_message(batch)):
                break
        else:
            with metrics.BROADCAST.time():
                if await self.mailbox.echo():
                    return
        self.upkeep.doubt.set()

    # --- what all processes say -----------------------------------------------------------------------------

    async def _listen(self):
        handlers = {
            "chat.batch": self._hear_batch,
            "chat.removed": self._hear_removed,
            "chat.reset": self._hear_reset,
            "chat.room": self._hear_room,
            "chat.shut_out": self._hear_shut_out,
            "chat.tick": self.clock.hear,
            "chat.census": self.presence.hear,
            "chat.who": self.presence.hear_who,
            "chat.echo": self.mailbox.hear_echo,
        }
        for group in (bus.CENSUS, bus.CLOCK):
            while not await self.mailbox.join(group):
                await asyncio.sleep(RETRY_EVERY)
        self.sync.introduction = asyncio.create_task(self.sync.introduce())
        while True:
            message = await self.mailbox.receive()
            handlers[message["type"]](message)

    def _hear_batch(self, message):
        batch = bus.batch_in(message)
        if room := self.rooms.get(batch.room):
            if room.continues(batch):
                room.deliver(batch)
            else:
                self.upkeep.doubt.set()

    def _hear_removed(self, message):
        if room := self.rooms.get(message["room"]):
            room.remove(message["numbers"])

    def _hear_reset(self, message):
        if room := self.rooms.get(message["room"]):
            room.restart(message["epoch"])

    def _hear_room(self, message):
        if room := self.rooms.get(message["room"]):
            room.change(RoomState(message["title"], message["closed"], message["muted"]))

    def _hear_shut_out(self, message):
        for room in self.rooms:
            room.shut_out(message["address"], message["claim"])


def on_console(text):
    """A message as the console shows it, which a class may see: what is printed cannot be taken back."""
    if settings.CONSOLE_COMPLETE:
        return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
    return f"••• {len(text)} caractère{'s' if len(text) > 1 else ''}"
