"""What travels between the clients and the server, as the diagrams show it."""

import json
from dataclasses import asdict, dataclass

PATTERN = r"^ws/exercices/chat/(?P<salon>[^/]+)/$"  # of the sockets, in the site and in the pupil's server


@dataclass
class Arrow:
    """`kind`: open, refused, up (client to server), down, close (by the client), cut (by the server).

    `text` is the frame or, for open, the room's name; `mark` is "" or ok, missing, extra.
    """

    client: str
    kind: str
    text: str = ""
    mark: str = ""

    @property
    def data(self):
        try:
            return json.loads(self.text)
        except ValueError:
            return None

    @property
    def readable(self):
        """The frame without JSON's \\u00e9 escapes."""
        return self.text if self.data is None else write_frame(self.data)


def to_json(arrows):
    return [asdict(arrow) for arrow in arrows]


def write_frame(frame):
    return json.dumps(frame, ensure_ascii=False)


def matches(frame, data):
    """Whether `data` (decoded from a client's frame) has every key of `frame` with its value."""
    return isinstance(data, dict) and all(key in data and data[key] == value for key, value in frame.items())
