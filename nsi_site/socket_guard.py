"""daphne's WebSocket side with guards: what waits is bounded, in both directions, and who is gone is noticed."""

import asyncio
from collections import Counter

from daphne.ws_protocol import WebSocketFactory, WebSocketProtocol
from django.conf import settings

MAX_FRAME = 64 * 1024  # bytes
MAX_WAITING_FRAMES = 1000  # received, not yet taken by the application
MAX_WAITING_SIZE = 1024 * 1024  # characters or bytes of them
MAX_UNREAD = 64 * 1024  # bytes sent, not yet read by the client: then the application waits before it sends more
PING_INTERVAL = PING_TIMEOUT = 5  # seconds
CLOSING_TIMEOUT = 5  # seconds for the client to answer the closing frame

RESTART = 1012, "Le serveur redémarre"
TOO_BIG = 4413, "Trame trop grande"
FLOOD = 4429, "Trop de trames à la fois"
CROWD = 4429, "Trop de connexions depuis cette adresse"


class Inbox(asyncio.Queue):
    """The events that the application has not taken yet."""

    size = 0  # of their texts

    def _put(self, event):
        super()._put(event)
        self.size += weight(event)

    def _get(self):
        event = super()._get()
        self.size -= weight(event)
        return event

    def overflows(self):
        return self.qsize() > MAX_WAITING_FRAMES or self.size > MAX_WAITING_SIZE


def weight(event):
    return len(event.get("text") or event.get("bytes") or "")


class GuardedSocket(WebSocketProtocol):
    """One WebSocket. It also is the producer of what its connection sends: Twisted tells it when too much waits."""

    deaf = False

    def connectionMade(self):
        super().connectionMade()
        self.writable = asyncio.Event()
        self.writable.set()
        # Until now the producer was the HTTP channel that read the handshake.
        self.transport.unregisterProducer()
        self.transport.bufferSize = MAX_UNREAD
        self.transport.registerProducer(self, True)

    def dataReceived(self, data):
        """Without autobahn's coloured log line, built for each packet and read by nobody."""
        if not self.deaf:
            self._dataReceived(data)

    def _max_message_size_exceeded(self, msg_size, max_msg_size, reason):
        self.fail(TOO_BIG)

    def onMessage(self, payload, isBinary):
        super().onMessage(payload, isBinary)
        if self.application_queue.overflows():
            self.fail(FLOOD)
            self.deaf = True  # what still comes must be taken, lest the client be stuck and not see why; not be read

    def handle_reply(self, message):
        """Do what the application says: open sockets send the bytes prepared for all and close with any code."""
        if self.state == self.STATE_CONNECTING:
            super().handle_reply(message)
        elif self.state == self.STATE_OPEN and message["type"] == "websocket.send":
            self.transport.write(self.factory.frame(message))
        elif self.state == self.STATE_OPEN and message["type"] == "websocket.close":
            self.fail((message.get("code") or 1000, message.get("reason") or ""))

    def fail(self, code_and_reason):
        """Start the closing handshake; from now on what the client sends is thrown away."""
        self._fail_connection(*code_and_reason)

    def leave(self):
        """The server stops: tell the client to come back later."""
        if self.state == self.STATE_OPEN:
            self.fail(RESTART)
        else:
            self.dropConnection(abort=True)

    def pauseProducing(self):
        """Twisted: more than MAX_UNREAD waits for this client."""
        self.writable.clear()

    def resumeProducing(self):
        """Twisted: the client has read all."""
        self.writable.set()

    def stopProducing(self):
        """Twisted: the connection is lost."""

    def onClose(self, wasClean, code, reason):
        self.writable.set()  # nobody waits for one who is gone
        super().onClose(wasClean, code, reason)


class GuardedSocketFactory(WebSocketFactory):
    """Builds the sockets, and the frames that many of them send."""

    protocol = GuardedSocket
    last_content = last_frame = None

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.setProtocolOptions(
            # Close with a code instead of cutting the line.
            failByDrop=False,
            closeHandshakeTimeout=CLOSING_TIMEOUT,
            # By the clock: somebody who talks without ever reading must be noticed too.
            autoPingRestartOnAnyTraffic=False,
        )

    def frame(self, message):
        """The bytes of a `websocket.send`; a broadcast hands the same text over for each socket in turn."""
        text = message.get("text")
        content = message["bytes"] if text is None else text
        if content is not self.last_content:
            payload = content if text is None else content.encode()
            self.last_frame = self.prepareMessage(payload, isBinary=text is None).payloadHybi
            self.last_content = content
        return self.last_frame


class SocketsPerAddress:
    """ASGI middleware: CHAT_SOCKETS_PER_ADDRESS sockets at once from one client address, 0 for any number."""

    def __init__(self, app):
        self.app = app
        self.open = Counter()

    async def __call__(self, scope, receive, send):
        if scope["type"] != "websocket" or not scope["client"]:
            await self.app(scope, receive, send)
            return
        address = scope["client"][0]
        if 0 < settings.CHAT_SOCKETS_PER_ADDRESS <= self.open[address]:
            await refuse(receive, send, *CROWD)
            return
        self.open[address] += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self.open[address] -= 1
            self.open += Counter()  # forget the addresses at zero


async def refuse(receive, send, code, reason):
    """Accept first: a browser never learns the code of a handshake that failed."""
    await receive()
    await send({"type": "websocket.accept"})
    await send({"type": "websocket.close", "code": code, "reason": reason})
