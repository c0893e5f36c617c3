"""The messages that travel between processes over the channel layer, and the groups they are sent to."""

from dataclasses import dataclass

CENSUS = "chat.census"  # every process announces its sockets here, and hears what concerns all rooms
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


def census_message(process, rooms, leaving=False):
    """`rooms`: [key, sockets, age of the session in seconds] each; a dictionary's keys would not stay integers."""
    return {"type": "chat.census", "process": process, "rooms": rooms, "leaving": leaving}


def who_message(process):
    """A new process asks the others to announce themselves."""
    return {"type": "chat.who", "process": process}


def echo_message(token):
    """What a process sends to itself after its own broadcasts, to know that it has heard them."""
    return {"type": "chat.echo", "token": token}
