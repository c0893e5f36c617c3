"""The messages that travel between processes over the channel layer, and the groups they are sent to."""

import time
from dataclasses import dataclass

CENSUS = "chat.presence"  # every process announces its sockets here, and hears what concerns all rooms
CLOCK = "chat.clock"  # the periodic worker pushes here, once a second


def room_group(key):
    """Group of the processes that have somebody in the room. From the primary key: a title may hold any character."""
    return f"chat.room.{key}"


@dataclass(frozen=True)
class Batch:
    """Messages `first` to `last` of a room (its key), without a hole, as the ready frame that every client gets."""

    room: int
    epoch: str
    first: int
    last: int
    frame: str


def batch_message(batch):
    return {
        "type": "chat.batch",
        "room": batch.room,
        "epoch": batch.epoch,
        "first": batch.first,
        "last": batch.last,
        "frame": batch.frame,
    }


def batch_in(message):
    """The Batch that a message carries."""
    return Batch(message["room"], message["epoch"], message["first"], message["last"], message["frame"])


def removed_message(key, numbers):
    return {"type": "chat.removed", "room": key, "numbers": numbers}


def reset_message(key, epoch):
    return {"type": "chat.reset", "room": key, "epoch": epoch}


def room_message(key, title, closed, muted):
    return {"type": "chat.room", "room": key, "title": title, "closed": closed, "muted": muted}


def shut_out_message(address, claim):
    """`address` "" where only the pupil is shut out."""
    return {"type": "chat.shut_out", "address": address, "claim": claim}


def tick_message():
    return {"type": "chat.tick"}


@dataclass(frozen=True)
class Announcement:
    """What a process says of its rooms: all of them in a snapshot, else those that changed since its last announcement.

    `sequence` counts a process's announcements, so that one that is missing shows. `rooms`: key → (sockets, start of
    the session on the monotonic clock of whoever holds this object).
    """

    process: str
    sequence: int
    rooms: dict
    snapshot: bool = False
    leaving: bool = False


def census_message(said):
    """Rooms travel as [key, sockets, age of the session in seconds]: a dictionary's keys would not stay integers."""
    now = time.monotonic()
    return {
        "type": "chat.census",
        "process": said.process,
        "sequence": said.sequence,
        "rooms": [[key, sockets, now - start] for key, (sockets, start) in said.rooms.items()],
        "snapshot": said.snapshot,
        "leaving": said.leaving,
    }


def announcement_in(message):
    """The Announcement that a message carries."""
    now = time.monotonic()
    rooms = {key: (sockets, now - age) for key, sockets, age in message["rooms"]}
    return Announcement(message["process"], message["sequence"], rooms, message["snapshot"], message["leaving"])


def who_message(channel, processes=None):
    """A process asks some processes, or all others, for a snapshot; the answer goes to its channel."""
    return {"type": "chat.who", "channel": channel, "of": processes}


def echo_message(token):
    """What a process sends to itself after its own broadcasts, to know that it has heard them."""
    return {"type": "chat.echo", "token": token}
