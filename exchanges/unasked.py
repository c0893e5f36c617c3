"""Which frames a browser receives without having asked for them.

HTTP says which response answers which request; a WebSocket does not. This is how a frame from the server is judged,
knowing nothing of the application. It answers something that this very client sent when

1. it belongs to the opening, which the handshake asked for: everything until the first silence of QUIET seconds,
   and for OPENING seconds at most;
2. or it carries the `id` of a frame that this socket sent: in the frame itself, or in one of the objects of a list
   of the frame (a sender learns of its message's success from the same frame as everybody else);
3. or it is the first frame, within PROMPT seconds, after one that carried no `id` (a request for history, a bare
   text sent to an echo server). Each such frame has one answer at most.

All else came unasked: what others say, who comes and goes, the clock. The judgement can be wrong where ids are
missing: a tick of the clock that slips in between a request for history and its answer is taken for the answer.
"""

import json
import time
from collections import deque

QUIET, OPENING, PROMPT = 0.3, 1.0, 1.0
REMEMBERED = 1000  # ids a socket, and frames without
LONGEST_ID = 64  # characters


class Dialogue:
    """What one socket has sent, and which of the server's frames answer it."""

    def __init__(self, clock=time.monotonic):
        self.clock = clock
        self.sent = {}  # id → None: a set that forgets its oldest
        self.expected = deque(maxlen=REMEMBERED)  # until when an answer to a frame without id may come
        self.opened_at = self.opening_until = None

    def opened(self):
        self.opened_at = self.clock()
        self.opening_until = self.opened_at + QUIET

    def client_sent(self, text):
        ids = ids_in(text)
        if not ids:
            self.expected.append(self.clock() + PROMPT)
        self.sent.update(dict.fromkeys(ids))
        while len(self.sent) > REMEMBERED:
            del self.sent[next(iter(self.sent))]

    def is_answer(self, text):
        """Whether this frame from the server answers something that the client sent."""
        now = self.clock()
        if now < self.opening_until:
            self.opening_until = min(now + QUIET, self.opened_at + OPENING)
            return True
        if not self.sent.keys().isdisjoint(ids_in(text)):
            return True
        while self.expected and self.expected[0] <= now:
            self.expected.popleft()
        if self.expected:
            self.expected.popleft()
            return True
        return False


def ids_in(text):
    """The `id` of a JSON object, and those of the objects in its lists."""
    try:
        frame = json.loads(text)
    except (ValueError, RecursionError):
        return set()
    if not isinstance(frame, dict):
        return set()
    lists = [value for value in frame.values() if isinstance(value, list)]
    objects = [frame, *(item for items in lists for item in items if isinstance(item, dict))]
    ids = {str(item["id"]) for item in objects if isinstance(item.get("id"), str | int)}
    return {each for each in ids if len(each) <= LONGEST_ID}
