"""An imaginary pupil's browser: pages, forms and sockets of a real site, with cookies, from an address of its own."""

import asyncio
import http.client
import json
import re
import socket
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

HERE = "127.0.0.1"
PATIENCE = 60  # seconds
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
FORM = "application/x-www-form-urlencoded"


# The ways in which a connection ends that is lost, or is never made.
LOST = (OSError, http.client.HTTPException, WebSocketException)


class Refused(Exception):
    """The site did not want it: (status, text)."""


class Browser:
    """`address`: where it sits; the site is on `port` of this PC."""

    def __init__(self, port, address):
        self.port, self.address = port, address
        self.cookies = {}
        self.token = ""  # of the forms on the last page that had one

    @property
    def host(self):
        return f"localhost:{self.port}"

    @property
    def cookie_header(self):
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    async def get(self, path):
        """The text of a page."""
        return await self.ask("GET", path)

    async def post(self, path, fields):
        """Send a form; the text of the answer, which is JSON where the view speaks it."""
        return await self.ask("POST", path, urlencode(fields), FORM)

    async def post_json(self, path, value):
        return await self.ask("POST", path, json.dumps(value), "application/json")

    async def ask(self, method, path, body=None, kind=""):
        return await asyncio.to_thread(self.exchange, method, path, body, kind)

    def exchange(self, method, path, body, kind):
        """One request on a connection of its own. Raises Refused for what is neither an answer nor a redirection."""
        connection = http.client.HTTPConnection(HERE, self.port, PATIENCE, source_address=(self.address, 0))
        headers = {"Host": self.host, "Cookie": self.cookie_header, "User-Agent": FIREFOX}
        headers["Accept"] = "application/json" if kind == FORM else "text/html"
        if body is not None:
            headers |= {"Content-Type": kind, "X-CSRFToken": self.token}
        try:
            connection.request(method, path, body and body.encode(), headers)
            answer = connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
        finally:
            connection.close()
        self.keep(answer.headers.get_all("Set-Cookie", []))
        if answer.status >= 400:
            raise Refused(answer.status, text)
        self.token = found[1] if (found := TOKEN.search(text)) else self.token
        return text

    def keep(self, headers):
        for header in headers:
            for name, morsel in SimpleCookie(header).items():
                self.cookies[name] = morsel.value

    def socket(self, path):
        """An asynchronous context: a WebSocket to the site."""
        return connect(
            f"ws://{HERE}:{self.port}{path}",
            additional_headers={"Cookie": self.cookie_header},
            origin=f"http://{HERE}:{self.port}",
            local_addr=(self.address, 0),
            max_size=None,
        )


def own_addresses(number):
    """As many loopback addresses, one for each pupil; this PC's own for all where the system has no others (macOS)."""
    addresses = [f"127.0.1.{rank}" for rank in range(1, number + 1)]
    try:
        with socket.socket() as probe:
            probe.bind((addresses[-1], 0))
    except OSError:
        return [HERE] * number
    return addresses
