"""The only writer: whatever is queued is saved in one transaction (group commit)."""

import asyncio
import logging
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from chat import disk, metrics
from chat.database import DatabaseThread, Unavailable
from chat.events import Refusal, Say
from chat.models import MAX_ADDRESS, MAX_BROWSER, Message, Room

logger = logging.getLogger("chat.ledger")

MAX_QUEUE = 5000  # messages waiting; beyond, the store is "busy"
MAX_BATCH = 500  # messages a transaction


@dataclass(frozen=True)
class Post:
    """A message to be saved. `say` is what the client wrote, `socket` learns of a refusal."""

    room: int  # its key
    say: Say
    is_staff: bool
    socket: object
    claim: int | None = None
    address: str = ""
    browser: str = ""

    @property
    def writer(self):
        """Who wants to write: the claim, the name as folded, and where."""
        return self.claim, self.say.name, self.address


@dataclass(frozen=True)
class Saved:
    """What became of a post: its message; `again` when it had been saved by an earlier one."""

    message: Message
    epoch: str
    again: bool


class Ledger:
    """The queue of posts, and the one task that empties it, on a database thread of its own."""

    def __init__(self, tell):
        """`tell(posts, outcomes)` is awaited after each batch, before the next one is saved."""
        self.tell = tell
        self.thread = DatabaseThread("chat-ledger", "écrite")
        self.queue = asyncio.Queue(MAX_QUEUE)

    def add(self, post):
        """Queue a post. Raises Refusal (busy) when too much waits already."""
        try:
            self.queue.put_nowait(post)
        except asyncio.QueueFull:
            raise Refusal("busy", post.say.id) from None

    async def run(self):
        while True:
            posts = await self._next_batch()
            try:
                with metrics.BATCH.time():
                    outcomes = await self.thread.run(record, posts)
            except Exception as error:
                # The client keeps its message and sends it again under the same id, so nothing is lost or doubled.
                if not isinstance(error, Unavailable):
                    logger.exception("%d messages n’ont pas pu être enregistrés", len(posts))
                outcomes = [Refusal("busy", post.say.id) for post in posts]
            await self.tell(posts, outcomes)

    async def _next_batch(self):
        posts = [await self.queue.get()]
        while not self.queue.empty() and len(posts) < MAX_BATCH:
            posts.append(self.queue.get_nowait())
        return posts


def record(posts):
    """Save the posts in one transaction: a list of a Saved or a Refusal for each.

    The lock on the room's row is what makes the numbers gapless: nobody else counts until this commits.
    """
    disk.check()
    with transaction.atomic():
        keys = {post.room for post in posts}
        rooms = {room.pk: room for room in Room.objects.select_for_update().filter(pk__in=keys).order_by("pk")}
        ids = {post.say.id for post in posts}
        known = {(m.room_id, m.client_id): m for m in Message.objects.filter(room__in=keys, client_id__in=ids)}
        ruled, new = rulings(posts), []
        outcomes = [outcome(post, rooms.get(post.room), known, new, ruled) for post in posts]
        Message.objects.bulk_create(new)
        for key in {message.room_id for message in new}:
            Room.objects.filter(pk=key).update(last_number=rooms[key].last_number)
    metrics.STORED.inc(len(new))
    return outcomes


def rulings(posts):
    """What the site has against some writers: {writer of a post: code}, by the function that CHAT_RULINGS names."""
    if not settings.CHAT_RULINGS:
        return {}
    return import_string(settings.CHAT_RULINGS)({post.writer for post in posts if not post.is_staff})


def outcome(post, room, known, new, ruled):
    """The Saved or the Refusal of one post; a message to be inserted is added to `known` and `new`."""
    say = post.say
    if room is None:
        return Refusal("room_closed", say.id)
    earlier = known.get((room.pk, say.id))
    if earlier is not None:
        same = earlier.removed_at is not None or (earlier.user_name, earlier.text) == (say.user_name, say.text)
        return Saved(earlier, room.epoch, again=True) if same else Refusal("id_conflict", say.id)
    if room.closed:
        return Refusal("room_closed", say.id)
    if room.muted and not post.is_staff:
        return Refusal("muted", say.id)
    ruling = ruled.get(post.writer)
    if ruling and not room.kept_until:  # a private room is its owner's alone
        return Refusal(ruling, say.id)
    message = next_message(post, room)
    known[room.pk, say.id] = message
    new.append(message)
    return Saved(message, room.epoch, again=False)


def next_message(post, room):
    """The post as the room's next message, not saved yet."""
    room.last_number += 1
    return Message(
        room=room,
        number=room.last_number,
        client_id=post.say.id,
        user_name=post.say.user_name,
        text=post.say.text,
        by_staff=post.is_staff,
        author=post.claim,
        address=post.address[:MAX_ADDRESS],
        browser=post.browser[:MAX_BROWSER],
        sent_at=timezone.now(),
    )
