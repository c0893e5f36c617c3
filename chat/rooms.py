"""The rooms in which one process has sockets, and all that is told to everybody in one of them."""

import logging
import time
from typing import NamedTuple

from django.conf import settings

from chat import events, metrics
from chat.events import Refusal
from chat.names import is_reserved
from chat.rates import Bucket
from chat.writers import Writers

logger = logging.getLogger("chat")


class RoomState(NamedTuple):
    """What the teacher may change while people are in the room."""

    title: str
    closed: bool
    muted: bool

    @classmethod
    def of(cls, row):
        return cls(row.title, row.closed, row.muted)


class LiveRoom:
    """One room and its sockets, from the first newcomer to the last who leaves."""

    def __init__(self, row, start):
        """`row`: the Room as just read; `start`: when the session began, on this process's monotonic clock."""
        self.key, self.slug, self.epoch = row.pk, row.slug, row.epoch
        self.label = "privé" if row.kept_until else row.slug  # for the console, which a class may see
        self.state = RoomState.of(row)
        self.start = start
        self.delivered = row.last_number  # number of the last message given to the sockets
        self.removed = set()  # numbers whose removal was told
        self.answers = {}  # question → future of what the database says, until something new is heard
        self.sockets = set()
        self.writers = Writers()
        self.rate = Bucket(settings.CHAT_RATE_PER_ROOM)

    # --- coming and going -----------------------------------------------------------------------------

    def seat(self, socket):
        self.sockets.add(socket)
        socket.room = self
        logger.info("Nouveau client connecté (salon %s, participants ici : %d)", self.label, len(self.sockets))

    def leave(self, socket):
        """Forget a socket; harmless when it has left already."""
        if socket in self.sockets:
            self.sockets.discard(socket)
            self.writers.release(socket)
            logger.info("Client déconnecté ! (salon %s, participants ici : %d)", self.label, len(self.sockets))

    def admit(self, socket, say, is_staff, claim=None):
        """Raise a Refusal if this client may not write this now."""
        if is_reserved(say.user_name) and not is_staff:
            raise Refusal("name_reserved", say.id)
        if not (is_staff or claim) and self.writers.is_taken(say.name, socket.person):
            raise Refusal("name_taken", say.id)
        if not self.rate.take():
            raise Refusal("rate_limited", say.id)

    def claim(self, socket, name):
        """A message of this client was saved: the name is the client's, as long as it is here."""
        if socket in self.sockets:
            self.writers.claim(socket, name)

    # --- messages ---------------------------------------------------------------------------------------

    def continues(self, batch):
        """Whether nothing is missing between what was delivered and this batch."""
        return batch.epoch == self.epoch and batch.first <= self.delivered + 1

    def deliver(self, batch):
        """Give a batch to every socket; each puts what is new to its client."""
        if batch.last > self.delivered:
            self.delivered, self.answers = batch.last, {}
            with metrics.FAN_OUT.time():
                for socket in self.sockets:
                    socket.deliver(batch)

    def remove(self, numbers):
        """Tell once that messages were removed."""
        new = sorted(set(numbers) - self.removed)
        self.removed.update(new)
        if len(new) == 1:
            self.tell(events.removed_event(new[0]))
        else:
            for some in events.cut(new):
                self.tell(events.removals_event(some))

    def restart(self, epoch):
        """The room was emptied: its numbers begin again. Nothing happens if this epoch is known."""
        if epoch != self.epoch:
            self.epoch, self.delivered, self.answers = epoch, 0, {}
            self.removed.clear()
            for socket in self.sockets:
                socket.restart(epoch)

    # --- what everybody learns ----------------------------------------------------------------------------

    def change(self, state):
        """Tell the room's new RoomState, if it is new."""
        if state != self.state:
            self.state = state
            self.tell(events.room_event(state))

    def tell(self, frame):
        """Put a frame that changes what a newcomer gets, too."""
        self.answers = {}
        for socket in self.sockets:
            socket.tell(frame)

    def tell_presence(self, count):
        frame = events.presence_event(count)
        for socket in self.sockets:
            socket.tell_news(frame)

    def tell_elapsed(self):
        frame = events.elapsed_event(int(self.age()))
        for socket in self.sockets:
            if socket.is_open:  # others learn it at the end of their opening
                socket.put(frame)

    def close(self, code):
        for socket in self.sockets:
            socket.close(code)

    def shut_out(self, address, claim):
        """Close the sockets of a pupil unless that is None, and those of an address unless it is ""."""
        for socket in self.sockets:
            if (claim and socket.person.claim == claim) or (address and socket.person.address == address):
                socket.close(events.CLOSE_REFUSED)

    def age(self):
        """Seconds since the first client came."""
        return time.monotonic() - self.start


class Rooms:
    """The live rooms of this process, by key and by slug."""

    def __init__(self):
        self.by_key, self.by_slug = {}, {}

    def __iter__(self):
        return iter(self.by_key.values())

    def get(self, key):
        return self.by_key.get(key)

    def occupied_at(self, slug):
        """The room at an address, if somebody is in it here; else None."""
        room = self.by_slug.get(slug)
        return room if room is not None and room.sockets else None

    def occupied(self):
        return [room for room in self if room.sockets]

    def nb_sockets(self):
        return sum(len(room.sockets) for room in self)

    def enter(self, row, start):
        """The live room of a row. Where nobody is, a new session begins at `start`."""
        room = self.by_key.get(row.pk)
        if room is None or not room.sockets:
            room = self.by_key[row.pk] = self.by_slug[row.slug] = LiveRoom(row, start)
        return room

    def forget_empty(self):
        self.by_key = {key: room for key, room in self.by_key.items() if room.sockets}
        self.by_slug = {slug: room for slug, room in self.by_slug.items() if room.sockets}
