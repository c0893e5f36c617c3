import asyncio
import gc
import json
from contextlib import asynccontextmanager

import pytest

from classroom.demo.open_server import PIECE, OpenServer
from exercises import catalogue
from workbench.stage import envelopes

LONG = "from django.http import HttpResponse\n\n\ndef page(request):\n    return HttpResponse('x' * 100_000)\n"
URLS = 'import views\nfrom django.urls import path\n\nurlpatterns = [path("", views.page)]\n'
SCOPE = {"type": "http", "method": "GET", "path": "/", "headers": []}


class Tunnel:
    """The site's end: `heard` is what the tab said."""

    def __init__(self):
        self.inbox, self.heard = asyncio.Queue(), asyncio.Queue()

    def __aiter__(self):
        return self

    async def __anext__(self):
        if isinstance(said := await self.inbox.get(), Exception):
            raise said
        return said

    async def send(self, text):
        await self.heard.put(envelopes.loads(text))

    @asynccontextmanager
    async def socket(self, path):
        yield self


async def answers(files):
    """The events that answer GET /, when the site takes one piece after the other."""
    tunnel, found = Tunnel(), []
    serving = asyncio.create_task(OpenServer(tunnel, files).run())
    try:
        tunnel.inbox.put_nowait(json.dumps({"type": "open", "id": 7, "scope": SCOPE}))
        tunnel.inbox.put_nowait(json.dumps({"type": "event", "id": 7, "event": {"type": "http.request", "body": ""}}))
        async with asyncio.timeout(60):
            while not found or found[-1].get("more_body", True):
                found.append((await tunnel.heard.get())["event"])
                if found[-1].get("more_body"):
                    assert tunnel.heard.empty()
                    tunnel.inbox.put_nowait(json.dumps({"type": "resume", "id": 7}))
    finally:
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)
    return found


async def test_a_visitor_gets_what_the_pupil_s_project_really_answers():
    task = catalogue.find("lien")
    start, *body = await answers(task.solution)
    assert start["status"] == 200
    assert "href" in b"".join(event["body"] for event in body).decode()


async def test_a_long_answer_goes_piece_by_piece():
    _, *body = await answers({"views.py": LONG, "urls.py": URLS})
    assert b"".join(event["body"] for event in body) == b"x" * 100_000
    assert max(len(event["body"]) for event in body) <= PIECE


class LostTunnel(Tunnel):
    """One that is gone when an answer would go through it; reading tells it later."""

    async def send(self, text):
        await self.heard.put(text)
        self.inbox.put_nowait(ConnectionResetError())
        raise ConnectionResetError


async def test_a_tunnel_that_is_lost_in_the_middle_is_one_lost_connection(caplog):
    tunnel = LostTunnel()
    tunnel.inbox.put_nowait(json.dumps({"type": "open", "id": 7, "scope": SCOPE}))
    tunnel.inbox.put_nowait(json.dumps({"type": "event", "id": 7, "event": {"type": "http.request", "body": ""}}))
    with pytest.raises(ConnectionResetError):
        await asyncio.wait_for(OpenServer(tunnel, {"views.py": LONG, "urls.py": URLS}).run(), 60)
    assert tunnel.heard.qsize() == 1
    gc.collect()
    assert not caplog.records
