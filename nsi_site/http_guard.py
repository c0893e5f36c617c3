"""daphne's HTTP side with guards: bodies are small, requests arrive whole and in time, errors are told in French."""

import asyncio
import logging
import re
from functools import partial
from http import HTTPStatus

from daphne.http_protocol import HTTPFactory, WebRequest
from twisted.internet.protocol import Protocol
from twisted.web.http import HTTPChannel, datetimeToString

from nsi_site import console, plain_pages, proxy, quotas

MAX_BODY = 64 * 1024  # bytes
MAX_WORK = 2 * 1024 * 1024  # bytes of what a pupil sends to be kept: a project is 20 files of 64 KiB
WORK = re.compile(rb"POST /eleve/\S* HTTP/")
MAX_HEAD = 16 * 1024  # bytes of the request line and the headers together
REQUEST_TIMEOUT = 30  # seconds, from the connection or the last answer to the end of the next request
SHORT_TIMEOUT = 5  # seconds, once half of all connections are in use
LINGER = 5  # seconds
TLS_HELLO = b"\x16"  # the first byte of an https: connection
METHOD = re.compile(rb"[A-Za-z!#$%&'*+.^_`|~0-9-]")  # what the first byte of a method may be
ORIGIN = re.compile(rb"^https?://[^/?#]*", re.IGNORECASE)
# Each charset that a request names and Python does not know stays in memory for ever.
KNOWN_CHARSET = re.compile(rb";\s*charset=\"?(utf-?8|us-ascii|iso-8859-1(5)?|latin-1|windows-1252)\"?\s*(;|$)", re.I)
MAX_CONTENT_TYPE = 200  # bytes
ALLOWED = b"GET, HEAD, POST, OPTIONS"  # of the server itself
PHRASES = {status.value: status.phrase.encode() for status in HTTPStatus}  # Twisted does not know them all

logger = logging.getLogger(__name__)


class GuardedRequest(WebRequest):
    """One request. It also is the producer of an answer in pieces: Twisted tells it when too much waits."""

    writable = None

    def handleContentChunk(self, data):
        """Keep a part of the body, unless the whole gets too big (a chunked body does not say its size before)."""
        if self.content.tell() + len(data) > self.channel.max_body:
            self.channel.refuse(413)
        else:
            super().handleContentChunk(data)

    def process(self):
        # Anybody could send this one, and move all the links of the page that he gets.
        self.requestHeaders.removeHeader(b"daphne-root-path")
        for value in self.requestHeaders.getRawHeaders(b"content-type", [])[:1]:
            self.requestHeaders.setRawHeaders(b"content-type", [with_known_charset(value)])
        if self.clientproto != b"HTTP/1.1":  # RFC 9110, 7.8: Upgrade means nothing before
            self.requestHeaders.removeHeader(b"upgrade")
        if self.server.proxy_forwarded_address_header:
            proxy.keep_what_the_proxy_said(self.requestHeaders, self.client.host)
        if (self.method, self.uri) == (b"OPTIONS", b"*"):
            return self.tell_methods()
        protocols = self.requestHeaders.getRawHeaders(b"sec-websocket-protocol", [])
        if all(value.isascii() for value in protocols):
            return super().process()
        return self.basic_error(400, b"Bad Request", "Invalid subprotocol")

    def tell_methods(self):
        """`OPTIONS *` is about the server and not about a page (RFC 9110, 9.3.7)."""
        allowed = [(b"Allow", ALLOWED), (b"Content-Length", b"0")]
        self.handle_reply({"type": "http.response.start", "status": 200, "headers": allowed})
        self.handle_reply({"type": "http.response.body"})

    async def drained(self):
        """Wait while more than Twisted's 64 KiB of an answer in pieces has not been read by the client."""
        if self.channel is None:  # the client is gone
            return
        if self.writable is None:
            self.writable = asyncio.Event()
            self.writable.set()
            self.registerProducer(self, True)
        await self.writable.wait()

    def pauseProducing(self):
        """Twisted: much waits for this client."""
        self.writable.clear()

    def resumeProducing(self):
        """Twisted: the client has read all."""
        self.writable.set()

    def stopProducing(self):
        """Twisted: the connection is lost; nobody waits for one who is gone."""
        self.writable.set()

    def finish(self):
        if self.writable is not None and self.channel is not None:
            self.unregisterProducer()
        super().finish()

    def handle_reply(self, message):
        if message["type"] == "http.response.start":
            self.setHeader(b"date", datetimeToString())
        super().handle_reply(message)
        if message["type"] == "http.response.start" and message["status"] in PHRASES:
            self.setResponseCode(message["status"], PHRASES[message["status"]])

    def basic_error(self, status, status_text, body):
        """Answer with our page instead of daphne's English `body`, and close the connection."""
        if self.startedWriting:  # too late: all that the client can still learn is that the rest is missing
            self.loseConnection()
            return
        page = plain_pages.page(status)
        self.channel.persistent = False
        self.handle_reply({"type": "http.response.start", "status": status, "headers": plain_pages.headers(page)})
        self.handle_reply({"type": "http.response.body", "body": page})


def with_known_charset(content_type):
    """The value of a Content-Type as Django may read it."""
    if len(content_type) <= MAX_CONTENT_TYPE and (
        b"charset" not in content_type.lower() or KNOWN_CHARSET.search(content_type)
    ):
        return content_type
    return re.sub(rb";\s*charset[^;]*", b"", content_type, flags=re.IGNORECASE)[:MAX_CONTENT_TYPE]


class GuardedChannel(HTTPChannel):
    """One connection and the requests that follow each other on it."""

    refused = False
    request_line = b""  # of the request that is coming in
    head_size = 0  # bytes of it and of its headers so far
    has_begun = False

    def connectionMade(self):
        self.factory.server.door.enter(self.transport, self.transport.getPeer().host)
        super().connectionMade()

    def connectionLost(self, reason):
        self.factory.server.door.leave(self.transport)
        super().connectionLost(reason)

    def resetTimeout(self):
        """Give no more time for bytes that trickle in: only a whole request gets the connection more."""

    def dataReceived(self, data):
        if self.refused:
            return
        self.factory.server.door.receives(self.transport, data)
        first, self.has_begun = not self.has_begun, True
        if first and data.startswith(TLS_HELLO):
            self.refuse_tls()
        elif first and not METHOD.match(data.lstrip(b"\r\n") or b"x"):
            self.refuse(400)
        else:
            super().dataReceived(data)

    def refuse_tls(self):
        """Close: a browser waits half a minute for an answer that only TLS could give."""
        logger.warning(
            "%s demande une page par https:// ; ce serveur parle http://. Il faut taper l’adresse avec http://.",
            self.transport.getPeer().host,
        )
        self.refused = True
        self.loseConnection()

    def lineReceived(self, line):
        """Take a line of the head; the first one may be written in some ways that Twisted does not know."""
        if self.refused:
            return
        self.head_size += len(line)
        if self.head_size > MAX_HEAD:
            self.lineLengthExceeded(line)
            return
        if not self.request_line and line:
            line = self.request_line = plain_request_line(line)
        super().lineReceived(line)

    def lineLengthExceeded(self, line):
        if self.request_line:
            self.refuse(431)
        else:
            self.request_line = line
            self.refuse(414)

    @property
    def max_body(self):
        return MAX_WORK if WORK.match(self.request_line) else MAX_BODY

    def allHeadersReceived(self):
        if self.length is not None and self.length > self.max_body:
            self.refuse(413)
        elif self.request_line.endswith(b"HTTP/1.1") and not self.requests[-1].requestHeaders.hasHeader(b"host"):
            self.refuse(400)
        else:
            super().allHeadersReceived()

    def rawDataReceived(self, data):
        if not self.refused:
            super().rawDataReceived(data)

    def allContentReceived(self):
        if not self.refused:
            self.request_line, self.head_size = b"", 0
            super().allContentReceived()

    def _respondToBadRequestAndDisconnect(self):
        self.refuse(400)

    def refuse(self, status):
        """Answer at once to the request that is coming in, and throw away the rest of it."""
        if self.refused:
            return
        self.refused = True
        log_refused(self.transport.getPeer().host, self.request_line, status)
        self.transport.write(plain_pages.raw_answer(status))
        # Who is still sending must be able to read why: a full close would reset the connection.
        self.transport.loseWriteConnection()
        self.callLater(LINGER, self.transport.abortConnection)


def log_refused(address, request_line, status):
    words = request_line[:MAX_HEAD].decode("latin-1").split(" ")
    console.log_request(address, words[0], " ".join(words[1:-1]), words[-1] if len(words) > 1 else "", status)


def tell_tls(address):
    logger.warning(
        "%s demande une page par https:// ; ce serveur parle http://. Il faut taper l’adresse avec http://.", address
    )


def plain_request_line(line):
    """With the target as parsers read it: only ASCII, and without the origin that a proxy's client writes."""
    method, _, rest = line.partition(b" ")
    target, _, version = rest.rpartition(b" ")
    target = ORIGIN.sub(b"", target) or b"/"
    target = re.sub(rb"[^\x00-\x7e]", lambda byte: b"%%%02X" % byte.group()[0], target)
    return b" ".join([method, target, version])


class Refusal(Protocol):
    """A connection that is one too many: it is told so, and closed."""

    def __init__(self, door):
        self.door = door

    def connectionMade(self):
        self.door.enter(self.transport, self.transport.getPeer().host)
        row = quotas.CONNECTIONS
        self.transport.write(plain_pages.raw_answer(row.refusal, row.sentence))
        self.transport.loseConnection()

    def connectionLost(self, reason):
        self.door.leave(self.transport)


class GuardedHTTPFactory(HTTPFactory):
    """Builds the connections."""

    protocol = GuardedChannel

    def __init__(self, server):
        super().__init__(server)
        self.timeOut = REQUEST_TIMEOUT

    def buildProtocol(self, addr):
        door = self.server.door
        if not door.opens(addr.host):
            return None if door.is_full() else Refusal(door)
        channel = super().buildProtocol(addr)
        if door.is_busy():
            channel.timeOut = SHORT_TIMEOUT
        # Django reads the forms; Twisted's own reading of them would only cost and fail.
        channel.requestFactory = partial(GuardedRequest, parsePOSTFormSubmission=False)
        return channel

    def log(self, request):
        """Twisted's hook for access logs, called once an answer is complete."""
        address = request.client_addr[0] if request.client_addr else request.getClientAddress().host
        texts = (data.decode("latin-1") for data in (request.method, request.uri, request.clientproto))
        console.log_request(address, *texts, request.code)
