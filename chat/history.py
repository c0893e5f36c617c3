"""Reading messages back, in pages that fit in a frame. These functions run on the hub's reader thread."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from chat import events
from chat.bus import Batch
from chat.ledger import Saved
from chat.models import Message, Room

FIRST_PAGE = 50  # messages shown to a newcomer
MAX_TEXT = 100_000  # characters of text a frame
REMOVED_LATELY = timedelta(seconds=10)


@dataclass(frozen=True)
class Page:
    """What follows: a frame, the number it reaches, and whether there is more after it."""

    frame: str
    position: int
    more: bool


@dataclass(frozen=True)
class Opening:
    """What a newcomer gets at once: frames, the number they reach, and whether there is more after it."""

    epoch: str
    frames: list
    position: int
    more: bool


def opening(key, after, epoch):
    """The Opening of a room, or None when it is gone. `after` and `epoch`: what a returning client says it has."""
    room = Room.objects.filter(pk=key).first()
    if room is None:
        return None
    frames = [events.welcome_event(room)]
    if after is None or after > room.last_number or epoch not in ("", room.epoch):
        if after is not None:
            frames.append(events.reset_event(room.epoch))
        messages, more = room.messages.before(room.last_number + 1, FIRST_PAGE), False
    else:
        messages, more = page_after(key, after)
        frames += [events.removals_event(numbers) for numbers in events.cut(list(removed_until(key, after)))]
    frames.append(events.messages_event(messages, more))
    return Opening(room.epoch, frames, position=messages[-1].number if messages else room.last_number, more=more)


def removed_until(key, number):
    """The numbers of a room's removed messages, up to `number`."""
    removed = Message.objects.filter(room=key, number__lte=number, removed_at__isnull=False)
    return removed.order_by("number").values_list("number", flat=True)


def page_after(key, number):
    """The next messages of a room and whether more follow."""
    messages = Message.objects.filter(room=key).after(number, events.PAGE + 1)
    page = messages[: fitting(messages)]
    return page, len(page) < len(messages)


def following(key, number):
    """The next Page of a room, or None when there is none.

    It ends where those of others do: clients that come back from different places soon ask for the same pages.
    """
    messages, more = page_after(key, number)
    end = number - number % events.PAGE + events.PAGE
    until_end = [message for message in messages if message.number <= end] or messages
    messages, more = until_end, more or len(until_end) < len(messages)
    return Page(events.messages_event(messages, more), messages[-1].number, more) if messages else None


def page_before(key, number):
    """The messages just before `number`, oldest first, and whether there are earlier ones."""
    messages = Message.objects.filter(room=key).before(number, events.PAGE + 1)
    page = messages[len(messages) - fitting(messages[::-1]) :]
    return page, len(page) < len(messages)


def batches(outcomes):
    """The Batches of the newly saved messages among the ledger's outcomes, room by room."""
    new = defaultdict(list)
    for outcome in outcomes:
        if isinstance(outcome, Saved) and not outcome.again:
            new[outcome.message.room_id, outcome.epoch].append(outcome.message)
    return [
        Batch(key, epoch, page[0].number, page[-1].number, events.messages_event(page))
        for (key, epoch), messages in new.items()
        for page in pages(messages)
    ]


def pages(messages):
    """The messages cut into lists that each fit in a frame."""
    while messages:
        size = fitting(messages)
        yield messages[:size]
        messages = messages[size:]


def fitting(messages):
    """How many of the first messages fit in one frame: at least one, at most a page."""
    total = 0
    for index, message in enumerate(messages[: events.PAGE]):
        total += len(message.text)
        if index and total > MAX_TEXT:
            return index
    return min(len(messages), events.PAGE)


def state(keys):
    """How the database sees some rooms: ({key: row}, {key: [numbers removed lately]}).

    A row has `epoch`, `last_number`, `title`, `closed` and `muted`; a room that is gone has none.
    """
    fields = ("pk", "epoch", "last_number", "title", "closed", "muted")
    rows = {row.pk: row for row in Room.objects.filter(pk__in=keys).values_list(*fields, named=True)}
    since = timezone.now() - REMOVED_LATELY
    removed = defaultdict(list)
    for key, number in Message.objects.filter(room__in=keys, removed_at__gte=since).values_list("room_id", "number"):
        removed[key].append(number)
    return rows, removed


def listed_rooms():
    """The rooms of the public list: (key, slug, title) each."""
    return list(Room.objects.filter(listed=True).values_list("pk", "slug", "title"))
