import asyncio
import json

import pytest
from asgiref.sync import sync_to_async
from channels.layers import get_channel_layer
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from classroom import presence
from classroom.screen import ScreenForm
from nsi_site.asgi import application
from pupils import identity
from pupils.models import Pupil

DEADLINE = 20  # seconds


class Page:
    """A socket of the classroom, with the cookies of a browser."""

    def __init__(self, path, cookies):
        header = "; ".join(f"{name}={value}" for name, value in cookies.items())
        self.scope = {
            "type": "websocket",
            "path": path,
            "raw_path": path.encode(),
            "root_path": "",
            "query_string": b"",
            "headers": [(b"host", b"testserver"), (b"origin", b"http://testserver"), (b"cookie", header.encode())],
            "client": ["10.0.0.1", 50000],
            "server": ["testserver", 80],
            "subprotocols": [],
        }
        self.to_app, self.from_app = asyncio.Queue(), asyncio.Queue()

    async def __aenter__(self):
        self.task = asyncio.create_task(application(self.scope, self.to_app.get, self.from_app.put))
        await self.to_app.put({"type": "websocket.connect"})
        return self

    async def __aexit__(self, *exception):
        await self.to_app.put({"type": "websocket.disconnect", "code": 1001})
        await asyncio.gather(self.task, return_exceptions=True)

    async def next(self, type):
        """The next frame of that type; the code, for "close"."""
        async with asyncio.timeout(DEADLINE):
            while True:
                event = await self.from_app.get()
                if event["type"] == "websocket.close" and type == "close":
                    return event["code"]
                if event["type"] == "websocket.send" and (frame := json.loads(event["text"]))["type"] == type:
                    return frame


def show(**data):
    form = ScreenForm(data)
    assert form.is_valid()
    form.show()


@pytest.fixture
async def flush():
    yield
    await get_channel_layer().flush()


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr("classroom.sockets.DeskSocket.pause", 0.05)


@pytest.fixture
def staff(client, transactional_db):
    client.force_login(User.objects.create_user("prof", is_staff=True))
    return {name: morsel.value for name, morsel in client.cookies.items()}


async def test_a_page_hears_the_teacher_at_once_and_a_latecomer_too(transactional_db, flush):
    async with Page("/ws/page", {}) as page:
        await page.next("alive")
        await sync_to_async(show)(kind="pause", text="Regardez-moi")
        frame = await page.next("screen")
        assert (frame["kind"], frame["text"]) == ("pause", "Regardez-moi")
        async with Page("/ws/page", {}) as late:
            assert (await late.next("screen"))["text"] == "Regardez-moi"
        await sync_to_async(show)(kind="")
        assert (await page.next("screen"))["kind"] == ""


async def test_a_page_tells_that_its_pupil_is_here(transactional_db, flush):
    pupil = await Pupil.objects.acreate(name="Greg")
    response = await sync_to_async(identity.remember)(RequestFactory().get("/"), HttpResponse(), pupil)
    async with Page("/ws/page", {name: morsel.value for name, morsel in response.cookies.items()}) as page:
        await page.next("alive")
        assert pupil.pk in await sync_to_async(presence.here)([pupil.pk])


async def test_the_desk_s_socket_is_for_staff_alone(transactional_db, flush):
    async with Page("/ws/classe", {}) as page:
        assert await page.next("close") == 4403


async def test_the_desk_sees_the_class_change(staff, quick, flush):
    async with Page("/ws/classe", staff) as desk:
        assert (await desk.next("class"))["pupils"] == []
        await Pupil.objects.acreate(name="Greg")
        assert [row["name"] for row in (await desk.next("class"))["pupils"]] == ["Greg"]


@pytest.mark.parametrize("how", ["signed out", "no longer staff"])
async def test_whose_session_ends_sees_no_more(staff, quick, flush, client, how):
    async with Page("/ws/classe", staff) as desk:
        await desk.next("class")
        if how == "signed out":
            await sync_to_async(client.post)(reverse("admin:logout"))
        else:
            await User.objects.aupdate(is_staff=False)
        assert await desk.next("close") == 4403


async def test_the_desk_says_something_even_when_nothing_changes(staff, quick, flush):
    async with Page("/ws/classe", staff) as desk:
        await desk.next("class")
        for _ in range(2):
            await desk.next("alive")


async def test_a_page_hears_more_often_than_it_tells_that_it_is_here(transactional_db, flush, monkeypatch):
    monkeypatch.setattr("classroom.sockets.PageSocket.pause", 1000)
    monkeypatch.setattr("classroom.sockets.ALIVE_EVERY", 0.05)
    async with Page("/ws/page", {}) as page:
        for _ in range(3):
            await page.next("alive")
