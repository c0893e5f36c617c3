"""A WebSocket: its handshake, its frames both ways, its close."""

from base64 import b64encode
from hashlib import sha1

from exchanges.bodies import KEPT, shorten
from exchanges.code_places import consumer_place
from exchanges.headers import header_fields, reason, request_fields
from exchanges.letters import path_in_site
from exchanges.masking import Masker
from exchanges.unasked import Dialogue

# RFC 6455
GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
NORMAL, LOST, INTERNAL_ERROR = 1000, 1006, 1011


class SocketWatch:
    def __init__(self, app, scope, note):
        self.app = app
        self.scope = scope
        self.note = note  # note(kind, **fields)
        self.masker = Masker()
        self.dialogue = Dialogue()
        self.accepted = self.over = False

    def begin(self):
        view = consumer_place(self.app, path_in_site(self.scope))
        nothing = {"body": "", "bodySize": 0, "bodyTruncated": False}
        self.note("handshake", **request_fields(self.scope, self.masker), **nothing, view=view)

    def received(self, message):
        if message["type"] == "websocket.receive":
            self.dialogue.client_sent(message.get("text") or "")
            self.note_frame("up", message)
        elif message["type"] == "websocket.disconnect":
            self.close("client", message.get("code", NORMAL))

    def sent(self, message):
        if message["type"] == "websocket.accept":
            self.accept(message)
        elif message["type"] == "websocket.send":
            self.note_frame("down", message, unasked=not self.dialogue.is_answer(message.get("text") or ""))
        elif message["type"] == "websocket.close" and self.accepted:
            self.close("server", message.get("code", NORMAL))
        elif message["type"] == "websocket.close":
            self.refuse(403, message.get("code", NORMAL))
        elif message["type"] == "websocket.http.response.start":
            self.refuse(message["status"], None)

    def end(self, error):
        failed = isinstance(error, Exception)
        if failed and not self.accepted:
            self.refuse(500, INTERNAL_ERROR)  # what the server answers in the application's stead
        elif failed:
            self.close("server", INTERNAL_ERROR)
        elif error:  # cancelled: the server has lost the client
            self.close("client", LOST)
        else:
            self.close("server", NORMAL)

    def accept(self, message):
        self.accepted = True
        self.dialogue.opened()
        headers = [*self.switching_headers(message), *message.get("headers", ())]
        self.note("accepted", status=101, reason=reason(101), headers=header_fields(headers, self.masker))

    def switching_headers(self, message):
        """What the protocol itself makes the server add."""
        yield b"upgrade", b"websocket"
        yield b"connection", b"Upgrade"
        if key := dict(self.scope["headers"]).get(b"sec-websocket-key"):
            yield b"sec-websocket-accept", b64encode(sha1(key + GUID).digest())  # noqa: S324 - the protocol's own, RFC 6455
        if subprotocol := message.get("subprotocol"):
            yield b"sec-websocket-protocol", subprotocol.encode()

    def refuse(self, status, code):
        if not self.over:
            self.over = True
            self.note("refused", status=status, reason=reason(status), code=code)

    def note_frame(self, direction, message, **fields):
        if self.over:
            return
        text = message.get("text")
        size = len(message.get("bytes") or b"") if text is None else len(text.encode(errors="replace"))
        shown, cut = shorten(self.masker.frame((text or "")[:KEPT]))
        truncated = cut or text is None or len(text) > KEPT
        self.note("frame", direction=direction, text=shown, size=size, truncated=truncated, **fields)

    def close(self, by, code):
        if not self.over:
            self.over = True
            self.note("close", by=by, code=code)
