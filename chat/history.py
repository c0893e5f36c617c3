"""Reading messages back, in pages that fit in a frame. These functions run on the hub's reader thread."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from chat import events
from chat.models import Message, Room

FIRST_PAGE = 50  # messages shown to a newcomer
MAX_TEXT = 100_000  # characters of text a frame
REMOVED_LATELY = timedelta(seconds=10)


@dataclass(frozen=True)
class Opening:
    """What a newcomer gets at once: frames, the number they reach, and whether there is more after it."""

    room: Room
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
        removed = room.messages.filter(number__lte=after, removed_at__isnull=False).order_by("-number")[: events.PAGE]
        frames += [events.removed_event(number) for number in removed.values_list("number", flat=True)]
    frames.append(events.messages_event(messages, more))
    return Opening(room, frames, position=messages[-1].number if messages else room.last_number, more=more)


def page_after(key, number):
    """The next messages of a room and whether more follow."""
    messages = Message.objects.filter(room=key).after(number, events.PAGE + 1)
    page = messages[: fitting(messages)]
    return page, len(page) < len(messages)


def page_before(key, number):
    """The messages just before `number`, oldest first, and whether there are earlier ones."""
    messages = Message.objects.filter(room=key).before(number, events.PAGE + 1)
    page = messages[len(messages) - fitting(messages[::-1]) :]
    return page, len(page) < len(messages)


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
    """How the database sees some rooms: {key: (epoch, last number)}, and what was removed lately: [(key, number)]."""
    rooms = Room.objects.filter(pk__in=keys).values_list("pk", "epoch", "last_number")
    since = timezone.now() - REMOVED_LATELY
    removed = Message.objects.filter(room__in=keys, removed_at__gte=since).values_list("room_id", "number")
    return {key: (epoch, last) for key, epoch, last in rooms}, list(removed)


def listed_rooms():
    """The rooms of the public list: (key, slug, title) each."""
    return list(Room.objects.filter(listed=True).values_list("pk", "slug", "title"))
