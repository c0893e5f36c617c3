"""What a pupil's tab may say about one connection, in which order: a pure state machine, for HTTP and for WebSockets.

`take(event)` returns the events to pass on to the visitor, built anew from checked fields, or raises Hostile. The tab
runs anybody's program: nothing of what it says is trusted.
"""

from relay import policy
from relay.places import inside

PIECE = 32 * 1024  # bytes of a body, or characters of a frame
LONGEST = 1024 * 1024  # bytes of a whole body
STATUSES = {*range(200, 300), 301, 302, 303, 307, 308, 400, 403, 404, 405, 409, 410, 418, 422, 429, 500, 501, 502, 503}
INSTEAD = {401: 403, 407: 403}  # a browser would ask for a password in the site's name
CLOSINGS = {1000, *range(3000, 5000)}


class Hostile(Exception):
    """The tab said what it may not say: its tunnel ends."""


class HttpAnswer:
    """`scope` as it was sent to the tab. `cookies` are the Set-Cookie headers seen, `trouble` why it was cut short."""

    def __init__(self, scope):
        self.scope = scope
        self.started = self.over = False
        self.waiting = 0  # pieces that were passed on and not taken yet
        self.size = 0
        self.cookies, self.trouble = [], ""

    def take(self, event):
        kind = text(event, "type")
        if kind == "http.response.start" and not self.started:
            return self.start(event)
        if kind == "http.response.body" and self.started:
            return [] if self.over else self.body(event)
        raise Hostile(f"{kind} here")

    def start(self, event):
        status, pairs = whole(event, "status"), fields(event.get("headers", []))
        self.started = True
        self.cookies = [value for name, value in pairs if name == b"set-cookie"]
        status = INSTEAD.get(status, status)
        location = dict(pairs).get(b"location")
        if status not in STATUSES:
            return self.cut("status")
        if location is not None and not inside(location.decode("latin-1"), self.scope):
            return self.cut("outside")
        return [{"type": "http.response.start", "status": status, "headers": policy.kept(pairs)}]

    def body(self, event):
        piece, more = event.get("body", b""), event.get("more_body", False)
        if not isinstance(piece, bytes) or not isinstance(more, bool) or len(piece) > PIECE or self.waiting:
            raise Hostile("a piece that is none")
        self.size += len(piece)
        self.waiting += 1
        if self.size > LONGEST:
            return self.cut("long")
        self.over = not more
        return [{"type": "http.response.body", "body": piece, "more_body": more}]

    def cut(self, trouble):
        """What still comes of it is dropped."""
        self.over, self.trouble = True, trouble
        return []

    def taken(self):
        """The visitor has the last piece: the tab may send the next."""
        self.waiting = 0


class SocketAnswer:
    """`scope` as it was sent to the tab."""

    def __init__(self, scope):
        self.offered = scope.get("subprotocols", [])
        self.started = self.over = False
        self.cookies, self.trouble = [], ""

    def take(self, event):
        kind = text(event, "type")
        if kind == "websocket.accept" and not self.started:
            return self.accept(event)
        if kind == "websocket.send" and self.started:
            return [] if self.over else [self.frame(event)]
        if kind == "websocket.close":
            return [] if self.over else self.close(event)
        raise Hostile(f"{kind} here")

    def accept(self, event):
        self.started = True
        chosen = event.get("subprotocol")
        return [{"type": "websocket.accept", "subprotocol": chosen if chosen in self.offered else None}]

    def frame(self, event):
        content = event.get("text"), event.get("bytes")
        if not (isinstance(content[0], str) or (content[0] is None and isinstance(content[1], bytes))):
            raise Hostile("a frame that is none")
        if len(content[0] if content[1] is None or content[0] is not None else content[1]) > PIECE:
            raise Hostile("a frame that is too long")
        return {"type": "websocket.send"} | ({"bytes": content[1]} if content[0] is None else {"text": content[0]})

    def close(self, event):
        code = event.get("code")
        self.over = True
        known = isinstance(code, int) and not isinstance(code, bool) and code in CLOSINGS
        return [{"type": "websocket.close", "code": code if known else 1000}]

    def taken(self):
        """Frames wait in a queue of their own."""


def answer_to(scope):
    return (HttpAnswer if scope["type"] == "http" else SocketAnswer)(scope)


def text(event, name):
    if not isinstance(event, dict) or not isinstance(event.get(name), str):
        raise Hostile(f"no {name}")
    return event[name]


def whole(event, name):
    value = event.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise Hostile(f"no {name}")
    return value


def fields(headers):
    """[(name in lower case, value)] in bytes."""
    if not isinstance(headers, list) or len(headers) > 100:
        raise Hostile("no headers")
    pairs = []
    for pair in headers:
        if not (isinstance(pair, list) and len(pair) == 2 and all(isinstance(part, bytes) for part in pair)):
            raise Hostile("no header")
        pairs.append((pair[0].lower(), pair[1]))
    return pairs
