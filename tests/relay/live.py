"""Pupils' tabs and their visitors against a real server: programs that speak as the browsers do."""

import asyncio
import json
import re
import sqlite3
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar

from websockets.asyncio.client import connect

from tests.relay.answers import is_whole, page
from tests.servers import wait_until
from workbench.stage import envelopes

PORT = re.compile(r"au port (\d+)")


def chez_of(site):
    """The other origin, as the console shows it: a little after the site answers."""
    found = wait_until(lambda: PORT.search(site.output), "the console shows the second port")
    return f"http://127.0.0.1:{found[1]}"


def open_chez(folder):
    """What the teacher's button does, in the embedded database below `folder`."""
    with sqlite3.connect(folder / "var" / "db.sqlite3", timeout=20) as database:
        database.execute("INSERT OR REPLACE INTO relay_opening (id, open_until) VALUES (1, '2999-01-01 00:00:00')")


def claim(site, name):
    """Take a pseudonym as a browser would; returns the cookies, as a header."""
    jar = CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    text = browser.open(f"{site.url}/mon-serveur/").read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', text)[1]
    form = urllib.parse.urlencode({"pseudonyme": name, "csrfmiddlewaretoken": token}).encode()
    request = urllib.request.Request(f"{site.url}/eleve/nom", form, {"Accept": "application/json", "Referer": site.url})
    browser.open(request).close()
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)


class LiveTab:
    """A tab at the other end of a real tunnel: `async with LiveTab(site, cookies) as tab`.

    `answers(scope, event)` returns the events that answer one of a visitor's; a body in pieces waits for its turn.
    """

    def __init__(self, site, cookies, answers=None):
        self.site, self.cookies = site, cookies
        self.answers = answers or (lambda scope, event: page() if is_whole({"event": event}) else [])
        self.scopes, self.visitors, self.later = {}, [], {}
        self.ended = None

    async def __aenter__(self):
        self.socket = await connect(
            f"{self.site.ws_url}/ws/relais",
            additional_headers={"Cookie": self.cookies},
            origin=self.site.url,
            max_size=None,
        )
        self.welcome = json.loads(await self.socket.recv())
        self.task = asyncio.create_task(self.serve())
        return self

    async def __aexit__(self, *_):
        self.task.cancel()
        await self.socket.close()

    @property
    def path(self):
        return urllib.parse.urlsplit(self.welcome["address"]).path

    async def serve(self):
        async for text in self.socket:
            message = envelopes.loads(text)
            if message["type"] == "open":
                self.scopes[message["id"]] = message["scope"]
                self.visitors.append(message["visitor"])
                if message["scope"]["type"] == "websocket":
                    await self.say(message["id"], {"type": "websocket.accept"})
            elif message["type"] == "event":
                events = self.answers(self.scopes[message["id"]], message["event"])
                self.later[message["id"]] = events = list(events)
                if message["event"].get("more_body"):
                    await self.socket.send(json.dumps({"type": "resume", "id": message["id"]}))
                await self.next(message["id"])
            elif message["type"] == "resume":
                await self.next(message["id"])

    async def next(self, number):
        """Say all up to the next piece of a body."""
        waiting = self.later.get(number, [])
        while waiting:
            event = waiting.pop(0)
            await self.say(number, event)
            if event.get("more_body"):
                return

    async def say(self, number, event):
        await self.socket.send(envelopes.dumps({"type": "event", "id": number, "event": event}))


async def fetch(url, host=None, method="GET", body=b"", headers=()):
    """(status, headers, body) of a request on a connection of its own."""
    parts = urllib.parse.urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    target = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    lines = [f"{method} {target} HTTP/1.1", f"Host: {host or parts.netloc}", "Connection: close"]
    lines += [*([f"Content-Length: {len(body)}"] if body else []), *headers]
    writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
    answer = await asyncio.wait_for(reader.read(), 30)
    writer.close()
    head, _, rest = answer.partition(b"\r\n\r\n")
    first, *others = head.decode("latin-1").split("\r\n")
    fields = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in others)}
    return int(first.split()[1]), fields, unchunked(rest) if "chunked" in fields.get("transfer-encoding", "") else rest


def unchunked(content):
    whole = b""
    while content:
        size, _, content = content.partition(b"\r\n")
        length = int(size, 16)
        whole, content = whole + content[:length], content[length + 2 :]
    return whole


async def enter(url, host=None):
    """Read the page of the first visit at `url`; returns the address behind its button."""
    _, _, body = await fetch(url, host)
    found = re.search(rb'href="(/chez/[^"]+)"', body)
    assert found, body.decode()
    parts = urllib.parse.urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}{found[1].decode()}"
