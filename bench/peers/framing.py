"""What client and server say to each other, in the two forms that the peers speak. Pure: bytes in, bytes out."""

import json
from dataclasses import dataclass
from functools import lru_cache

ID = "banc-"  # what a message's id begins with; its number follows


@dataclass(frozen=True)
class Heard:
    """What one frame says: numbers of messages, whether the client is in, and what it must answer, if anything."""

    numbers: tuple = ()
    acknowledged: bool = False
    ready: bool = False
    answer: bytes | None = None


class Plain:
    """JSON text frames, as the site's own chat: `welcome`, `message` or `messages`, `ack`."""

    path = "/"

    @staticmethod
    def write(number, name):
        return json.dumps(message(number, name)).encode()

    # Everybody is sent the same bytes: they are read once.
    @staticmethod
    @lru_cache(4096)
    def read(payload):
        frame = json.loads(payload)
        match frame["type"]:
            case "welcome":
                return Heard(ready=True)
            case "message":
                return Heard(numbers(frame))
            case "messages":
                return Heard(numbers(*frame["messages"]))
            case "ack":
                return Heard(acknowledged=True)
            case "error":
                raise ValueError(f"the server refuses: {frame}")
        return Heard()


class Ours(Plain):
    path = "/ws/chat/{room}"


class SocketIO:
    """Engine.IO 4 over WebSocket: one digit for its packet, one for Socket.IO's, an id to be acknowledged, JSON."""

    path = "/socket.io/?EIO=4&transport=websocket"

    @staticmethod
    def write(number, name):
        return f"42{number}{json.dumps(['message', message(number, name)])}".encode()

    @staticmethod
    @lru_cache(4096)
    def read(payload):
        if payload.startswith(b"42["):
            event, data = json.loads(payload[2:])
            return Heard(numbers(data)) if event == "message" else Heard()
        if payload.startswith(b"40"):
            return Heard(ready=True)
        if payload.startswith(b"43"):
            return Heard(acknowledged=True)
        return Heard(answer={b"0": b"40", b"2": b"3"}.get(payload[:1]))


FRAMINGS = {"plain": Plain, "ours": Ours, "socket.io": SocketIO}


def message(number, name):
    return {"type": "message", "id": f"{ID}{number:012d}", "userName": name, "message": "coucou"}


def numbers(*messages):
    return tuple(int(one["id"].removeprefix(ID)) for one in messages)
