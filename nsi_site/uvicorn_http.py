"""uvicorn's HTTP side with the guards of `http_guard`."""

import re

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from nsi_site import plain_pages, proxy, quotas
from nsi_site.http_guard import (
    LINGER,
    MAX_BODY,
    MAX_HEAD,
    MAX_WORK,
    METHOD,
    REQUEST_TIMEOUT,
    SHORT_TIMEOUT,
    TLS_HELLO,
    WORK,
    log_refused,
    plain_request_line,
    tell_tls,
    with_known_charset,
)

OF_SOCKETS = (b"origin", b"sec-websocket-protocol")
OF_BODIES = (b"content-length", b"transfer-encoding")
END = b"\r\n\r\n"  # of a head, and of a body in chunks
UPGRADE = re.compile(rb"(?i)\r\nupgrade:[ \t]*([^\r\n]*)")


class Refused(Exception):
    """The parser, which calls us, reads no further."""


class GuardedHTTP(HttpToolsProtocol):
    """One connection and the requests that follow each other on it."""

    refused = has_begun = False
    is_answering = False  # a request is whole; those behind it wait in `unread`
    unread = b""  # what has come and the parser has not got
    last_read = b""  # the last three bytes that it got
    request_line = b""
    is_in_head = True
    length = None  # of the body that is coming in; None: it comes in chunks
    body_size = 0  # bytes of it so far
    held = None  # a request whose body is still coming in, as uvicorn starts it

    def connection_made(self, transport):
        super().connection_made(transport)
        if self.client is None:  # already gone
            transport.abort()
            return
        door, address = self.config.door, self.client[0]
        opens, is_full = door.opens(address), door.is_full()
        door.enter(transport, address)
        self.timeout_keep_alive = SHORT_TIMEOUT if door.is_busy() else REQUEST_TIMEOUT
        if opens:
            self.give_time()
            return
        self.refused = True
        if is_full:
            transport.abort()
            return
        transport.write(plain_pages.raw_answer(quotas.CONNECTIONS.refusal, quotas.CONNECTIONS.sentence))
        transport.close()  # at once: one that lingers would take somebody's place

    def give_time(self):
        """For a whole request. Bytes that trickle in get the connection no more of it."""
        self.timeout_keep_alive_task = self.loop.call_later(self.timeout_keep_alive, self.timeout_keep_alive_handler)

    def _unset_keepalive_if_required(self):
        """uvicorn calls it whenever something comes in."""

    def stop_clock(self):
        super()._unset_keepalive_if_required()

    def data_received(self, data):
        if self.refused:
            return
        self.config.door.receives(self.transport, data)
        first, self.has_begun = not self.has_begun, True
        if first and data.startswith(TLS_HELLO):
            tell_tls(self.client[0])
            self.turn_away(b"")
            return
        self.unread += data
        self.read_on()

    def read_on(self):
        """Give the parser one request, and nothing of the next one before the answer is complete.

        The parser would take thousands at once, a few kB of objects each, and refuse one in the answer to another.
        """
        while self.unread and not (self.is_answering or self.refused):
            part = self.next_head() if self.is_in_head else self.next_of_body()
            if not part:
                return
            self.last_read = (self.last_read + part)[-3:]
            super().data_received(part)
        if self.unread and self.is_answering:
            self.flow.pause_reading()

    def take(self, size):
        part, self.unread = self.unread[:size], self.unread[size:]
        return part

    def next_head(self):
        """The head of a request once it is whole, as the parser may read it."""
        self.unread = self.unread.lstrip(b"\r\n")
        size = self.unread.find(END) + len(END)
        is_whole = size >= len(END)
        self.request_line, has_headers, _ = self.unread[:MAX_HEAD].partition(b"\r\n")
        if self.unread and not METHOD.match(self.unread):
            self.refuse(400)
        elif (size if is_whole else len(self.unread)) > MAX_HEAD:
            self.refuse(431 if has_headers else 414)
        elif is_whole:
            return plain_head(self.take(size))
        return b""

    def next_of_body(self):
        """What surely belongs to the body: the end of one in chunks is an END, too."""
        if self.length is not None:
            return self.take(self.length - self.body_size)
        end = (self.last_read + self.unread).find(END)
        return self.take(len(self.unread) if end < 0 else end + len(END) - len(self.last_read))

    def on_message_begin(self):
        super().on_message_begin()
        self.body_size = 0

    def on_header(self, name, value):
        """The parser calls it for what follows a body in chunks, too; that is no header."""
        if self.is_in_head:
            super().on_header(name, value)

    def on_headers_complete(self):
        self.is_in_head = False
        names = dict(self.headers)
        self.length = None if b"transfer-encoding" in names else int(names.get(b"content-length", 0))
        if status := self.fault(names):
            self.stop(status)
        self.headers[:], self.scope["client"] = self.plain_headers()
        is_about_server = self.url == b"*"  # `OPTIONS *`, which uvicorn does not know
        self.url = b"/" if is_about_server else self.url
        super().on_headers_complete()
        if is_about_server:
            self.scope["raw_path"] = b"*"

    def fault(self, names):
        """The status of what is wrong with a request's head, or None."""
        if self.parser.get_http_version() == "1.1" and b"host" not in names:
            return 400
        if self.url == b"*" and self.parser.get_method() != b"OPTIONS":
            return 400
        # The parser would take a body that comes here for the next request.
        if self.parser.should_upgrade() and any(names.get(name, b"0") != b"0" for name in OF_BODIES):
            return 400
        if not all(names.get(name, b"").isascii() for name in OF_SOCKETS):
            return 400
        return 413 if (self.length or 0) > self.max_body else None

    @property
    def max_body(self):
        return MAX_WORK if WORK.match(self.request_line) else MAX_BODY

    def plain_headers(self):
        """(headers, client): without what the client must not choose, or Python would remember for ever."""
        headers, client = self.headers, self.client
        if self.config.behind_proxy:
            headers, address = proxy.as_the_proxy_said(headers, self.client[0])
            client = (address, 0) if address else client
        known = [(name, with_known_charset(value) if name == b"content-type" else value) for name, value in headers]
        return known, client

    def on_body(self, body):
        self.body_size += len(body)
        if self.body_size > self.max_body:
            self.stop(413)
        super().on_body(body)
        self.flow.resume_reading()  # nobody reads it before it is whole

    def _start_asgi_task(self, cycle, app):
        """Start the application once the whole request is here: it must not hold a turn while a body trickles in."""
        if not cycle.more_body:
            super()._start_asgi_task(cycle, app)
            return
        self.held = cycle, app
        if cycle.waiting_for_100_continue:
            cycle.waiting_for_100_continue = False
            self.transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")

    def on_message_complete(self):
        super().on_message_complete()
        self.stop_clock()
        self.is_in_head = self.is_answering = True
        if self.held is not None:
            held, self.held = self.held, None
            self._start_asgi_task(*held)

    def on_response_complete(self):
        self.is_answering = False
        super().on_response_complete()
        if self.transport.is_closing():
            self.limit_closing()
        else:
            self.read_on()

    def timeout_keep_alive_handler(self):
        super().timeout_keep_alive_handler()
        self.limit_closing()

    def eof_received(self):
        """The client sends no more: asyncio closes."""
        self.limit_closing()

    def limit_closing(self):
        """asyncio closes once all is read, and some read nothing."""
        self.stop_clock()
        self.timeout_keep_alive_task = self.loop.call_later(self.timeout_keep_alive, self.transport.abort)

    def send_400_response(self, msg):
        """uvicorn: this is not HTTP, or we have raised Refused."""
        self.refuse(400)

    def stop(self, status):
        """In a call by the parser: refuse, and have it read no further."""
        self.refuse(status)
        raise Refused

    def refuse(self, status):
        """Answer at once to the request that is coming in, and throw away the rest of it."""
        if not self.refused:
            log_refused(self.client[0], self.request_line, status)
            self.turn_away(plain_pages.raw_answer(status))

    def turn_away(self, answer):
        """Who is still sending must be able to read why: a full close would reset the connection."""
        self.refused = True
        self.stop_clock()
        self.transport.write(answer)
        self.transport.write_eof()
        self.loop.call_later(LINGER, self.transport.abort)

    def handle_websocket_upgrade(self):
        self.stop_clock()
        super().handle_websocket_upgrade()

    def connection_lost(self, exc):
        self.config.door.leave(self.transport)
        self.stop_clock()
        super().connection_lost(exc)


def plain_head(head):
    """The head of a request as the parser may read it: with a plain request line, and `Upgrade` only to a WebSocket.

    Any other upgrade means nothing here, but the parser would leave out the body.
    """
    line, end, rest = head.partition(b"\r\n")
    line = plain_request_line(line)  # curl sends accents as they are, which the parser refuses
    may_upgrade = line.endswith(b" HTTP/1.1")  # RFC 9110, 7.8: it means nothing before

    def kept(upgrade):
        return upgrade[0] if may_upgrade and upgrade[1].strip().lower() == b"websocket" else b""

    return line + UPGRADE.sub(kept, end + rest)
