"""daphne's WebSocket side with guards: what waits is bounded, in both directions, and who is gone is noticed."""

import asyncio
from collections import deque
from contextlib import suppress

from autobahn.twisted import websocket
from autobahn.websocket import protocol
from daphne.ws_protocol import WebSocketFactory, WebSocketProtocol

from chat.rates import Bucket
from nsi_site import quotas
from nsi_site.frames import Frames

MAX_FRAME = 64 * 1024  # bytes
MAX_WAITING_FRAMES = 1000  # received, not yet taken by the application
MAX_WAITING_SIZE = 1024 * 1024  # characters or bytes of them
MAX_UNREAD = 64 * 1024  # bytes sent, not yet read by the client: then the application waits before it sends more
PING_INTERVAL = PING_TIMEOUT = 5  # seconds
MAX_REASON = 123  # bytes, by the rules of WebSocket
CLOSING_TIMEOUT = 5  # seconds for the client to answer the closing frame
FRAMES_PER_SECOND, FRAMES_AT_ONCE = 200, 3000  # from one client
TUNNEL_FRAMES = 2000  # a second, of a pupil's tab: it speaks for a whole project to all who visit it
FRAMES_AFTER_CLOSING = 20  # what was under way; the answer to the closing frame is among them

RESTART = 1012, "Le serveur redémarre"
TOO_BIG = 4413, "Trame trop grande"
FLOOD = 4429, "Trop de trames à la fois"


for module in (protocol, websocket):  # the texts of debug lines, built for each handshake though read by nobody
    module.hltype = module.hlval = lambda *_, **__: ""
protocol.pformat = lambda _: ""


class Flood(Exception):
    """More frames came than anybody can mean."""


class Inbox:
    """The events that the application, its only reader, has not taken yet. An asyncio.Queue takes 3 kB a socket."""

    __slots__ = ("events", "reader", "size")

    def __init__(self):
        self.events = ()  # a deque, while something waits
        self.size = 0  # of their texts
        self.reader = None  # the future of who waits for an event

    def put_nowait(self, event):
        self.events = self.events or deque()
        self.events.append(event)
        self.size += weight(event)
        if self.reader is not None and not self.reader.done():
            self.reader.set_result(None)

    async def get(self):
        while not self.events:
            self.reader = asyncio.get_running_loop().create_future()
            await self.reader
        return self.get_nowait()

    def get_nowait(self):
        event = self.events.popleft()
        self.size -= weight(event)
        self.events = self.events or ()
        return event

    def overflows(self):
        return len(self.events) > MAX_WAITING_FRAMES or self.size > MAX_WAITING_SIZE


def weight(event):
    return len(event.get("text") or event.get("bytes") or "")


def sendable(reason):
    """As much of a closing frame's reason as fits into it."""
    return reason.encode()[:MAX_REASON].decode(errors="ignore")


class GuardedSocket(WebSocketProtocol):
    """One WebSocket. It also is the producer of what its connection sends: Twisted tells it when too much waits."""

    deaf = False
    writable = None  # an Event, while too much waits for the client

    def connectionMade(self):
        super().connectionMade()
        self.frames = Bucket(FRAMES_PER_SECOND, FRAMES_AT_ONCE)
        self.frames_of_all = Bucket(0)  # until it is known whose socket this is
        # Until now the producer was the HTTP channel that read the handshake.
        self.transport.unregisterProducer()
        self.transport.bufferSize = MAX_UNREAD
        self.transport.registerProducer(self, True)

    def dataReceived(self, data):
        """Without autobahn's coloured log line, built for each packet and read by nobody."""
        self.factory.server_class.door.receives(self.transport, data)
        if self.deaf:
            return
        try:
            self._dataReceived(data)
        except Flood:
            if self.state == self.STATE_OPEN:
                self.fail(FLOOD)
            self.deaf = True  # what still comes must be taken, lest the client be stuck and not see why; not be read
            self.data = b""

    def onOpen(self):
        super().onOpen()
        self.forget_handshake()
        if self.path == quotas.TUNNEL:
            self.frames = Bucket(TUNNEL_FRAMES)
        elif self.client_addr:
            self.frames_of_all = self.server.frame_rates.bucket(self.client_addr[0])

    def forget_handshake(self):
        """autobahn keeps its headers three times, which nobody reads any more, and a queue that `sendData` lacks."""
        self.http_request_data = self.http_headers = self.request.headers = None
        self.send_queue = ()

    def onFrameBegin(self):
        """autobahn's hook for each frame (pings, pongs and parts of a message too) before its payload is read."""
        if not (self.frames.take() and self.frames_of_all.take()):
            raise Flood
        super().onFrameBegin()

    def _max_message_size_exceeded(self, msg_size, max_msg_size, reason):
        self.fail(TOO_BIG)

    def onMessage(self, payload, isBinary):
        super().onMessage(payload, isBinary)
        if self.application_queue.overflows():
            raise Flood

    def handle_reply(self, message):
        """Do what the application says: open sockets send the bytes prepared for all and close with any code."""
        if self.state == self.STATE_CONNECTING:
            super().handle_reply(message)
        elif self.state == self.STATE_OPEN and message["type"] == "websocket.send":
            self.sendData(self.factory.frames.of(message))
        elif self.state == self.STATE_OPEN and message["type"] == "websocket.close":
            self.fail((message.get("code") or 1000, message.get("reason") or ""))

    def push(self, text):
        """Send a text at once. False, with nothing sent, when the socket is closing or much waits for its client."""
        if self.state != self.STATE_OPEN or self.writable is not None:
            return False
        self.sendData(self.factory.frames.of({"text": text}))
        return True

    def sendData(self, data, sync=False, chopsize=None):
        """What the application and autobahn send (its pings, its closing frames), at once unless something waits.

        Twisted would have the system watch the socket, and write in another turn of the loop: half of an idle server's
        work, since each client gets a frame a second.
        """
        wire = self.transport
        if wire.connected and not (wire.TLS or wire.dataBuffer or wire._tempDataBuffer or wire.disconnecting):
            with suppress(OSError):  # full, or gone: Twisted finds out
                data = data[wire.socket.send(data) :]
        wire.write(data)

    def fail(self, code_and_reason):
        """Start the closing handshake; from now on what the client sends is thrown away."""
        code, reason = code_and_reason
        if self.state == self.STATE_OPEN:
            self.sendCloseFrame(code, sendable(reason).encode(), isReply=False)
        else:
            self.dropConnection(abort=False)
        self.frames = Bucket(1, FRAMES_AFTER_CLOSING)

    def _closeConnection(self, abort=False):
        """Twisted closes once all is read, and some read nothing."""
        super()._closeConnection(abort)
        if not abort:
            self.transport.reactor.callLater(CLOSING_TIMEOUT, self.transport.abortConnection)

    def leave(self):
        """The server stops: tell the client to come back later."""
        if self.state == self.STATE_OPEN:
            self.fail(RESTART)
        else:
            self.dropConnection(abort=True)

    async def drained(self):
        """Wait while too much waits for the client."""
        if self.writable is not None:
            await self.writable.wait()

    def pauseProducing(self):
        """Twisted, at each write: more than MAX_UNREAD waits for this client."""
        self.writable = self.writable or asyncio.Event()

    def resumeProducing(self):
        """Twisted: the client has read all. Nobody waits for one who is gone either."""
        if self.writable is not None:
            self.writable.set()
            self.writable = None

    def stopProducing(self):
        """Twisted: the connection is lost."""

    def connectionLost(self, reason):
        self.factory.server_class.door.leave(self.transport)
        super().connectionLost(reason)

    def onClose(self, wasClean, code, reason):
        self.resumeProducing()
        super().onClose(wasClean, code, reason)


class GuardedSocketFactory(WebSocketFactory):
    """Builds the sockets."""

    protocol = GuardedSocket

    def __init__(self, server, name="", **more_options):
        super().__init__(server, server=name)
        self.frames = Frames()
        self.setProtocolOptions(
            # Close with a code instead of cutting the line.
            failByDrop=False,
            closeHandshakeTimeout=CLOSING_TIMEOUT,
            # By the clock: somebody who talks without ever reading must be noticed too.
            autoPingRestartOnAnyTraffic=False,
            # Who may open a socket is for the application to say: it tells the browser and the console why not.
            allowNullOrigin=True,
            **more_options,
        )
        # On a class of this factory's own; autobahn would copy thirty options into each socket.
        options = {name: getattr(self, name) for name in GuardedSocket.CONFIG_ATTRS}
        own = {name: staticmethod(value) if callable(value) else value for name, value in options.items()}
        self.protocol = type("ConfiguredSocket", (GuardedSocket,), own)
