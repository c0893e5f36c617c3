"""What travels between processes over the channel layer, and to which group."""

CENSUS = "chat.census"


def room_group(key):
    """Group of the processes that have somebody in the room. From the primary key: a title may hold any character."""
    return f"chat.room.{key}"


def batch_message(key, epoch, first, last, frame):
    """Saved messages numbered `first` to `last`, as the ready frame that every client gets."""
    return {"type": "chat.batch", "room": key, "epoch": epoch, "first": first, "last": last, "frame": frame}


def removed_message(key, number):
    return {"type": "chat.removed", "room": key, "number": number}


def reset_message(key, epoch):
    return {"type": "chat.reset", "room": key, "epoch": epoch}


def elapsed_message(key, frame):
    return {"type": "chat.elapsed", "room": key, "frame": frame}


def census_message(process, rooms):
    """`rooms`: [key, sockets, start] each; a list, since a dictionary's keys would not stay integers."""
    return {"type": "chat.census", "process": process, "rooms": rooms}


def echo_message(token):
    """What a process sends to itself behind its own broadcasts, to know that they have come round."""
    return {"type": "chat.echo", "token": token}
