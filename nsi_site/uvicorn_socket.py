"""uvicorn's WebSocket side with the guards of `socket_guard`."""

from contextlib import suppress

from uvicorn.protocols.utils import ClientDisconnected
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets import http11
from websockets.exceptions import ProtocolError
from websockets.frames import CloseCode
from websockets.server import ServerProtocol

from chat.rates import Bucket
from chat.sockets import PUSH
from nsi_site import plain_pages, quotas
from nsi_site.frames import Frames
from nsi_site.http_guard import MAX_HEAD
from nsi_site.socket_guard import (
    CLOSING_TIMEOUT,
    FLOOD,
    FRAMES_AT_ONCE,
    FRAMES_PER_SECOND,
    RESTART,
    TOO_BIG,
    TUNNEL_FRAMES,
    Inbox,
    sendable,
)

frames = Frames()
http11.MAX_LINE_LENGTH = http11.MAX_NUM_HEADERS = MAX_HEAD  # the HTTP side has bounded the whole head


class Flood(ProtocolError):
    """More frames came than anybody can mean."""


class Wire(ServerProtocol):
    """What the library makes of the bytes; it counts the frames that come, and fails with our codes."""

    def __init__(self, **options):
        super().__init__(**options)
        self.frames = Bucket(FRAMES_PER_SECOND, FRAMES_AT_ONCE)
        self.frames_of_all = Bucket(0)  # until it is known whose socket this is

    def recv_frame(self, frame):
        """websockets calls it for each frame (pings, pongs and parts of a message too)."""
        if not (self.frames.take() and self.frames_of_all.take()):
            self.fail(*FLOOD)
            raise Flood
        super().recv_frame(frame)

    def fail(self, code, reason=""):
        super().fail(*TOO_BIG if code == CloseCode.MESSAGE_TOO_BIG else (code, reason))


class GuardedSocket(WebSocketsSansIOProtocol):
    """One WebSocket."""

    deaf = False
    decision = None  # the timer that gives up a handshake

    def __init__(self, config, server_state, app_state, _loop=None):
        super().__init__(config, server_state, app_state, _loop)
        self.queue = Inbox()
        self.conn = Wire(max_size=config.ws_max_size, logger=self.logger)
        self.close_timeout = CLOSING_TIMEOUT
        self.read_paused = True  # uvicorn would stop and start reading for each message; here the inbox is bounded

    def data_received(self, data):
        self.config.door.receives(self.transport, data)
        if self.deaf or self.transport.is_closing():
            return  # what still comes must be taken, lest the client be stuck and not see why; not be read
        super().data_received(data)
        if not self.handshake_initiated:  # the library is stricter than the parser
            self.deaf = True
            self.transport.write(plain_pages.raw_answer(400))
            self.transport.close()
        if self.queue.overflows() and not (self.deaf or self.close_sent):
            self.conn.fail(*FLOOD)
            self.handle_parser_exception()

    def handle_connect(self, event):
        if self.config.behind_proxy and (address := event.headers.get("X-Forwarded-For")):
            self.client = address, 0  # the HTTP side has left the proxy's own word
        super().handle_connect(event)
        if not self.close_sent:
            self.scope["extensions"][PUSH] = self.push
            self.decision = self.loop.call_later(self.config.connect_timeout, self.give_up)
            self.transport.pause_reading()  # frames wait until the application has taken the socket

    def give_up(self):
        """The application does not say whether it takes the socket."""
        if not self.handshake_complete:
            self.transport.abort()

    async def receive(self):
        return await self.queue.get()

    async def send(self, message):
        """What comes too late goes nowhere: under daphne, too, nobody has to foresee it."""
        if self.transport.is_closing() or (self.handshake_complete and self.close_sent):
            return
        if message["type"] == "websocket.close":
            message = message | {"code": message.get("code") or 1000, "reason": sendable(message.get("reason") or "")}
        with suppress(ClientDisconnected):  # while it waited
            await super().send(message)
        if message["type"] == "websocket.accept":
            self.begin()

    def begin(self):
        """The handshake is over: forget what it needed, and know from here on whose socket this is."""
        self.decision.cancel()
        self.decision = self.request = self.response = None
        self.transport.resume_reading()
        if self.scope["path"] == quotas.TUNNEL:
            self.conn.frames = Bucket(TUNNEL_FRAMES)
        else:
            self.conn.frames_of_all = self.config.frame_rates.bucket(self.scope["client"][0])

    def push(self, text):
        """Send a text at once. False, with nothing sent, when the socket is closing or much waits for its client."""
        if self.close_sent or self.transport.is_closing() or not self.writable.is_set() or not self.handshake_complete:
            return False
        self.transport.write(frames.of({"text": text}))
        return True

    def send_receive_event_to_app(self):
        """A whole message is there; uvicorn would print a traceback of one that is no text."""
        payload, self.frames = b"".join(self.frames), []
        if self.close_sent:
            return
        try:
            content = {"text": payload.decode()} if self.curr_msg_data_type == "text" else {"bytes": payload}
        except UnicodeDecodeError:
            self.conn.fail(CloseCode.INVALID_DATA)
            self.handle_parser_exception()
        else:
            self.queue.put_nowait({"type": "websocket.receive", **content})

    def handle_parser_exception(self):
        """Close with a code, and give the client time to read it: a full close would reset the connection."""
        self.deaf = self.close_sent = True
        sent = self.conn.close_sent
        self.queue.put_nowait({"type": "websocket.disconnect", "code": sent.code, "reason": sent.reason})
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.transport.write_eof()
        self.close_timer = self.loop.call_later(self.close_timeout, self.transport.abort)

    def send_keepalive_ping(self):
        """Instead of a ping, who is closing gets a deadline: asyncio closes once all is read, and some read nothing."""
        is_closing = self.close_sent or self.transport.is_closing()
        super().send_keepalive_ping()
        if is_closing:
            self.ping_timer = self.loop.call_later(self.close_timeout, self.transport.abort)

    def keepalive_timeout(self):
        super().keepalive_timeout()
        self.transport.abort()  # what waits will never be read

    def shutdown(self):
        """The server stops: tell the client to come back later."""
        if self.handshake_complete and not self.close_sent:
            self.stop_keepalive()
            self.conn.fail(*RESTART)
            self.handle_parser_exception()
        else:
            super().shutdown()

    def connection_lost(self, exc):
        self.config.door.leave(self.transport)
        if self.decision is not None:
            self.decision.cancel()
        super().connection_lost(exc)
