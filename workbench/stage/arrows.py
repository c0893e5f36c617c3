"""What travels between clients and server, as the diagrams show it."""

import json
from dataclasses import dataclass


@dataclass
class Arrow:
    """`kind`: open, refused, up, down, close, cut, request or response; `mark`: "", ok, missing or extra."""

    client: str
    kind: str
    text: str = ""
    mark: str = ""

    @property
    def data(self):
        return decode(self.text)

    @property
    def readable(self):
        """The frame without JSON's \\u00e9 escapes."""
        return self.text if self.data is None else write_frame(self.data)


def decode(text):
    """The decoded frame; None stands for text that is not JSON."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def write_frame(frame):
    return frame if isinstance(frame, str) else json.dumps(frame, ensure_ascii=False)


def matches(frame, data):
    """Whether `data` (decoded from a client's frame) has every key of `frame` with its value, of the same type."""
    return isinstance(data, dict) and all(key in data and same(data[key], value) for key, value in frame.items())


def same(found, value):
    return found == value and isinstance(found, bool) == isinstance(value, bool)
