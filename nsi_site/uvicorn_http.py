"""uvicorn's HTTP side with the guards of `http_guard`."""

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from nsi_site import console, plain_pages, proxy, quotas
from nsi_site.http_guard import (
    LINGER,
    MAX_BODY,
    MAX_HEAD,
    MAX_WORK,
    REQUEST_TIMEOUT,
    SHORT_TIMEOUT,
    TLS_HELLO,
    WORK,
    plain_request_line,
    tell_tls,
    with_known_charset,
)

OF_SOCKETS = (b"origin", b"sec-websocket-protocol")


class Refused(Exception):
    """The parser, which calls us, reads no further."""


class GuardedHTTP(HttpToolsProtocol):
    """One connection and the requests that follow each other on it."""

    refused = has_begun = False
    url = b""
    is_in_head = True
    received = 0  # bytes of the head that is coming in
    body_size = 0
    held = None  # a request whose body is still coming in, as uvicorn starts it

    def connection_made(self, transport):
        super().connection_made(transport)
        door, address = self.config.door, self.client[0]
        opens, is_full = door.opens(address), door.is_full()
        door.enter(transport, address)
        self.timeout_keep_alive = SHORT_TIMEOUT if door.is_busy() else REQUEST_TIMEOUT
        if opens:
            self.give_time()
        elif is_full:
            transport.abort()
        else:
            self.turn_away(plain_pages.raw_answer(quotas.CONNECTIONS.refusal, quotas.CONNECTIONS.sentence))

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
        if self.is_in_head and not self.received and b"\r\n" in data:
            line, end, rest = data.partition(b"\r\n")
            data = plain_request_line(line) + end + rest  # curl sends accents as they are, which the parser refuses
        self.received += len(data)
        super().data_received(data)
        if self.is_in_head and self.received > MAX_HEAD:
            self.refuse(431 if self.headers else 414)

    def on_message_begin(self):
        super().on_message_begin()
        self.body_size = 0

    def on_headers_complete(self):
        self.is_in_head = False
        if status := self.fault():
            self.stop(status)
        self.headers[:], self.scope["client"] = self.plain_headers()
        is_about_server = self.url == b"*"  # `OPTIONS *`, which uvicorn does not know
        self.url = b"/" if is_about_server else self.url
        super().on_headers_complete()
        if is_about_server:
            self.scope["raw_path"] = b"*"

    def fault(self):
        """The status of what is wrong with a request's head, or None."""
        names = dict(self.headers)
        if len(self.url) > MAX_HEAD:
            return 414
        if sum(len(name) + len(value) for name, value in self.headers) > MAX_HEAD:
            return 431
        if self.parser.get_http_version() == "1.1" and b"host" not in names:
            return 400
        if self.url == b"*" and self.parser.get_method() != b"OPTIONS":
            return 400
        if not all(names.get(name, b"").isascii() for name in OF_SOCKETS):
            return 400
        return 413 if int(names.get(b"content-length", 0)) > self.max_body else None

    @property
    def max_body(self):
        return MAX_WORK if WORK.match(self.request_line()) else MAX_BODY

    def request_line(self):
        return b"%b %b HTTP/%b" % (self.parser.get_method(), self.url, self.parser.get_http_version().encode())

    def plain_headers(self):
        """(headers, client): without what the client must not choose, or Python would remember for ever."""
        headers, client = self.headers, self.client
        if self.parser.get_http_version() != "1.1":  # RFC 9110, 7.8: Upgrade means nothing before
            headers = [(name, value) for name, value in headers if name != b"upgrade"]
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
        self.is_in_head, self.received = True, 0
        if self.held is not None:
            held, self.held = self.held, None
            self._start_asgi_task(*held)

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
            self.log(status)
            self.turn_away(plain_pages.raw_answer(status))

    def log(self, status):
        line = self.request_line().decode("latin-1") if self.url else "  "
        console.log_request(self.client[0], *line.split(" "), status)

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
