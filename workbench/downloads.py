"""The engine's files and the zips, 8 MB for each newcomer: served in pieces, before Django and its middleware."""

import re
from pathlib import Path

from django.conf import settings

from workbench import bundle

PREFIX = "/static/moteur/"
ADDRESS = re.compile(r"[0-9a-f]{16}/[a-z_]+[a-z_.-]*\.(mjs|wasm|zip|json)")
TYPES = {"mjs": "text/javascript", "wasm": "application/wasm", "zip": "application/zip", "json": "application/json"}
PIECE = 64 * 1024  # bytes
FOREVER = b"public, max-age=31536000, immutable"  # the address holds the content's sum


class Downloads:
    """ASGI middleware: answers GET and HEAD under /static/moteur/, hands everything else on."""

    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http" and scope["path"].startswith(PREFIX):
            await answer(scope, send)
        else:
            await self.app(scope, receive, send)


async def answer(scope, send):
    address = scope["path"].removeprefix(PREFIX)
    path = find(address)
    if path is None or scope["method"] not in {"GET", "HEAD"}:
        await refuse(404 if path is None else 405, send)
        return
    compressed = path.with_name(path.name + ".gz")
    packed = accepts_gzip(scope) and compressed.is_file()
    sent = compressed if packed else path
    await send({"type": "http.response.start", "status": 200, "headers": headers(path, sent)})
    for piece in pieces(sent) if scope["method"] == "GET" else ():
        await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


def find(address):
    """The file of an address `<sum>/<name>`, None for any other text."""
    if not ADDRESS.fullmatch(address):
        return None
    folders = (Path(settings.ENGINE_DIR), bundle.folder())
    return next((folder / address for folder in folders if (folder / address).is_file()), None)


def accepts_gzip(scope):
    return any(name == b"accept-encoding" and b"gzip" in value for name, value in scope["headers"])


def headers(path, sent):
    return [
        (b"Content-Type", TYPES[path.suffix[1:]].encode()),
        (b"Content-Length", b"%d" % sent.stat().st_size),
        (b"Cache-Control", FOREVER),
        (b"Vary", b"Accept-Encoding"),
        (b"X-Content-Type-Options", b"nosniff"),
        *([(b"Content-Encoding", b"gzip")] if sent != path else []),
    ]


def pieces(path):
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


async def refuse(status, send):
    await send({"type": "http.response.start", "status": status, "headers": [(b"Content-Length", b"0")]})
    await send({"type": "http.response.body", "body": b""})
