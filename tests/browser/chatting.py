"""Pupils in the chat: what they do and see, in a real browser, and a quick one without."""

import json
import re
import secrets
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

from playwright.sync_api import expect
from websockets.sync.client import connect


class Pupil:
    """One browser in one room."""

    def __init__(self, page, site, slug, name="", query="", wait=True):
        self.page, self.name = page, name
        page.goto(f"{site.url}/chat/{slug}{query}")
        if wait:
            self.is_connected()

    @property
    def lines(self):
        return self.page.locator("#zoneMessage .message")

    @property
    def unsent(self):
        return self.page.locator("#zoneAttente .message")

    @property
    def log(self):
        return self.page.locator("#fil")

    @property
    def status(self):
        return self.page.locator(".chat-status")

    def says(self, message):
        self.types(message)
        self.page.locator("#in2").press("Enter")

    def types(self, message):
        if self.name:
            self.page.locator("#in1").fill(self.name)
        self.page.locator("#in2").fill(message)

    def sees(self, *messages):
        """Exactly these texts, in this order."""
        expect(self.page.locator("#zoneMessage .text")).to_have_text(messages)

    def is_connected(self):
        expect(self.page.locator("#chat")).to_have_attribute("data-state", "open")

    def cuts(self):
        self.page.evaluate("document.dispatchEvent(new CustomEvent('socket:cut'))")
        expect(self.status).to_contain_text("Connexion coupée")

    def restores(self):
        self.page.evaluate("document.dispatchEvent(new CustomEvent('socket:restore'))")
        self.is_connected()

    def scrolls(self, place):
        """To a distance in pixels from the top of the log."""
        self.log.evaluate("(log, place) => { log.scrollTop = place }", place)

    def distance_to_the_end(self):
        return self.log.evaluate("log => log.scrollHeight - log.scrollTop - log.clientHeight")


def open_room(site, title):
    """Open a room without a browser, and return its slug."""
    visitor = build_opener(HTTPCookieProcessor())
    form = visitor.open(f"{site.url}/chat/").read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form).group(1)
    data = urlencode({"title": title, "csrfmiddlewaretoken": token}).encode()
    return visitor.open(f"{site.url}/chat/", data).url.rsplit("/", 1)[-1]


def chatter(site, slug, *messages, name="Nathalie"):
    """Say these messages without a browser, and return once all have come back."""
    with connect(f"{site.ws_url}/ws/chat/{slug}", max_size=None) as socket:
        for start in range(0, len(messages), 500):
            ids = set()
            for message in messages[start : start + 500]:
                ids.add(id := secrets.token_hex(16))
                socket.send(json.dumps({"type": "message", "id": id, "userName": name, "message": message}))
            while ids:
                event = json.loads(socket.recv(timeout=30))
                ids -= {message["id"] for message in event.get("messages", [])}


def sign_in_as_teacher(page, site):
    """With the first password."""
    page.goto(f"{site.url}/admin/")
    page.locator("[name=username]").fill("prof")
    page.locator("[name=password]").fill(site.password)
    page.locator("[type=submit]").click()
    expect(page.locator("#user-tools")).to_be_visible()
