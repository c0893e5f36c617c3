"""The promise to a class: no secret in any feed, not even in one's own; nobody else's exchanges."""

import asyncio
import pickle
import re

import pytest
from channels.layers import get_channel_layer
from django.conf import settings
from django.contrib.auth.models import User
from django.core.cache.backends.locmem import _caches

from chat.hub import Hub
from chat.models import Room
from exchanges.journal import Piece
from exchanges.visitors import COOKIE
from nsi_site.asgi import application
from tests.exchanges.browsers import Browser, journal_of

PASSWORD = "Tr0mpette-et-violon"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
ORIGIN = {"Origin": "http://testserver"}


@pytest.fixture
async def open_class(transactional_db, monkeypatch):
    """Rooms and a teacher; in the end the chat stops."""
    monkeypatch.setattr(settings, "STAFF_FROM_ANYWHERE", True)
    await asyncio.to_thread(Room.objects.get_or_create, slug="accueil", defaults={"title": "Accueil"})
    await asyncio.to_thread(User.objects.create_superuser, "nathalie", password=PASSWORD)
    yield
    await Hub.current().stop()
    await get_channel_layer().flush()


class Pupil(Browser):
    """Does all that could betray a secret, and knows what must not be seen of it."""

    def __init__(self, visitor):
        super().__init__(application, visitor)
        self.secrets = {f"{visitor}-{PASSWORD}", PASSWORD}

    async def form_token(self, url):
        """The token of the form at `url`."""
        token = TOKEN.search((await self.get(url)).text)[1]
        self.secrets |= {token, *self.cookies.values()}
        return token

    async def sign_in(self):
        token = await self.form_token("/admin/login/")
        form = f"csrfmiddlewaretoken={token}&username=nathalie&password={PASSWORD}"
        assert (await self.post("/admin/login/", form)).status == 302
        assert settings.SESSION_COOKIE_NAME in self.cookies
        self.secrets |= set(self.cookies.values())

    async def live(self, visitor):
        await self.sign_in()
        token = await self.form_token("/~A/formulaire")
        own = f"{visitor}-{PASSWORD}"
        await self.post("/~A/bonjour", f"csrfmiddlewaretoken={token}&Nom={visitor}&Pr%C3%A9nom=Bob&mdp={own}")
        await self.get(f"/~A/bonjour?Nom={visitor}&Pr%C3%A9nom=B&mot_de_passe={own}")
        await self.get("/~A/", {"Referer": f"http://testserver/bonjour?password={own}"})
        await self.get("/~A/", {"Authorization": f"Basic {own}", "X-CSRFToken": token})
        session = self.cookies[settings.SESSION_COOKIE_NAME]
        await self.get(f"/~A/nulle-part/{session}?x={self.cookies[settings.CSRF_COOKIE_NAME]}")
        await self.post("/~A/bonjour", f"csrfmiddlewaretoken=wrong&password={own}", {"Cookie": ""})
        json = f'{{"user": "a", "password": "{own}", "sid": "{session}"}}'
        await self.post("/~A/bonjour", json, {"Content-Type": "application/json"})
        multipart = f'--x\r\nContent-Disposition: form-data; name="pwd"\r\n\r\n{own}\r\n--x--\r\n'
        await self.post("/~A/bonjour", multipart, {"Content-Type": "multipart/form-data; boundary=x"})
        await self.talk(visitor, json)

    async def talk(self, visitor, text):
        socket = await self.open("/~B/ws/chat/accueil", ORIGIN)
        socket.say(text)
        message = f"coucou de {visitor}"
        socket.say(f'{{"type": "message", "id": "{visitor:0>16}", "userName": "{visitor}", "message": "{message}"}}')
        await socket.until(lambda: any(message in frame for frame in socket.texts))
        await socket.leave()

    async def feed_text(self):
        """All that this visitor's feed says."""
        last = (await journal_of(self.visitor))[-1]["seq"]
        feed = await self.open("/ws/echanges", ORIGIN)
        await feed.until(lambda: feed.events and feed.events[-1]["seq"] == last)
        await feed.leave()
        return "".join(feed.texts)

    @property
    def visitor(self):
        return self.cookies[COOKIE].partition(":")[0]


async def test_no_secret_is_ever_in_a_feed_nor_in_the_cache_and_nobody_sees_another(open_class):
    pupils = [Pupil("eva"), Pupil("tom")]
    for pupil in pupils:
        await pupil.live(pupil.visitor)
    feeds = [await pupil.feed_text() for pupil in pupils]
    pieces = [value for value in map(pickle.loads, _caches["exchanges"].values()) if isinstance(value, Piece)]
    kept = b"".join(piece.data for piece in sorted(pieces)).decode(errors="replace")
    for secret in pupils[0].secrets | pupils[1].secrets:
        assert len(secret) > 10
        for text in (*feeds, kept):
            assert secret not in text
    for feed, own, other in ((feeds[0], "eva", "tom"), (feeds[1], "tom", "eva")):
        assert f"Nom={own}" in feed
        assert f"Nom={other}" not in feed
        assert feed.count('"kind": "request"') == 9
        assert "/admin" not in feed
        assert f"{COOKIE}=••••" in feed
        assert f"{settings.SESSION_COOKIE_NAME}=••••" in feed
        assert "csrfmiddlewaretoken=••••" in feed
