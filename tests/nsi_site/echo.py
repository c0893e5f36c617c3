"""A small ASGI application, served with guards: each path of it behaves in one way that the guards must stand."""

import asyncio
import sys
from urllib.parse import parse_qsl

from tests.servers import Site


class EchoSite(Site):
    """A guarded server (`module`) with this module's application instead of the site."""

    module = "nsi_site.server"

    @property
    def command(self):
        address = ["-b", "127.0.0.1", "-p", str(self.port)]
        return [sys.executable, "-m", self.module, *address, *self.options, "tests.nsi_site.echo:application"]


async def application(scope, receive, send):
    if scope["type"] == "http":
        await answer(scope, receive, send)
    else:
        await SOCKETS.get(scope["path"], refuse)(scope, receive, send)


async def answer(scope, receive, send):
    """Tell the size of the request's body; as the path says, tell its headers, or fail before or in the answer."""
    if scope["path"] == "/fail":
        raise RuntimeError("on purpose")
    if scope["path"] == "/fail-late":
        await send({"type": "http.response.start", "status": 200, "headers": [(b"Content-Length", b"1000")]})
        await send({"type": "http.response.body", "body": b"beginning", "more_body": True})
        raise RuntimeError("on purpose, late")
    if scope["path"].startswith("/status/"):
        await send({"type": "http.response.start", "status": int(scope["path"][8:]), "headers": []})
        await send({"type": "http.response.body", "body": b""})
        return
    size, more = 0, True
    while more:
        event = await receive()
        size, more = size + len(event.get("body", b"")), event.get("more_body", False)
    text = f"{scope['method']} {size} {scope['root_path']}"
    if scope["path"] == "/headers":
        text = repr(scope["headers"])
    await send({"type": "http.response.start", "status": 200, "headers": [(b"Content-Length", b"%d" % len(text))]})
    await send({"type": "http.response.body", "body": text.encode()})


async def refuse(scope, receive, send):
    await send({"type": "websocket.close"})


async def echo(scope, receive, send):
    """Send back whatever comes."""
    await send({"type": "websocket.accept"})
    while (event := await receive())["type"] != "websocket.disconnect":
        if event["type"] == "websocket.receive":
            await send(event | {"type": "websocket.send"})


async def deaf(scope, receive, send):
    """Accept, and take nothing of what comes."""
    await send({"type": "websocket.accept"})
    await asyncio.sleep(3600)


async def talk(scope, receive, send):
    """Send more than anybody can read at once, then wait for the end."""
    await send({"type": "websocket.accept"})
    text = "x" * 60_000
    for _ in range(1000):
        await send({"type": "websocket.send", "text": text})
        await asyncio.sleep(0)
    while (await receive())["type"] != "websocket.disconnect":
        pass
    print("talked to a wall", flush=True)


async def close(scope, receive, send):
    """Close as the query says, then go on as if nothing had happened."""
    asked = dict(parse_qsl(scope["query_string"].decode()))
    await send({"type": "websocket.accept"})
    await send({"type": "websocket.close", "code": int(asked["code"]), "reason": asked.get("reason")})
    await send({"type": "websocket.send", "text": "too late"})
    await send({"type": "websocket.close", "code": 4999})


async def undecided(scope, receive, send):
    """Neither accept nor refuse."""
    await asyncio.sleep(3600)


SOCKETS = {"/echo": echo, "/deaf": deaf, "/talk": talk, "/close": close, "/undecided": undecided}
