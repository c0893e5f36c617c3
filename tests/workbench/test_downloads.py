import gzip

import pytest
from asgiref.testing import ApplicationCommunicator

from workbench import bundle
from workbench.downloads import Downloads


@pytest.fixture
def kept(settings, tmp_path):
    """A zip of 200,000 bytes, and its address."""
    settings.VAR_DIR = settings.ENGINE_DIR = tmp_path
    content = bytes(range(250)) * 800
    return content, f"/static/moteur/{bundle.kept('atelier.zip', content)}"


async def ask(path, method="GET", headers=()):
    """Status, headers and the pieces of the body."""

    async def beyond(scope, receive, send):
        await send({"type": "http.response.start", "status": 299, "headers": []})
        await send({"type": "http.response.body", "body": b"beyond"})

    scope = {"type": "http", "method": method, "path": path, "headers": list(headers)}
    asked = ApplicationCommunicator(Downloads(beyond), scope)
    start = await asked.receive_output()
    parts = [await asked.receive_output()]
    while parts[-1].get("more_body"):
        parts.append(await asked.receive_output())
    return start["status"], dict(start["headers"]), [part["body"] for part in parts]


async def test_a_file_comes_in_pieces_and_may_be_kept_for_ever(kept):
    content, path = kept
    status, headers, pieces = await ask(path)
    assert (status, b"".join(pieces)) == (200, content)
    assert len(pieces) > 3
    assert headers[b"Content-Length"] == b"200000"
    assert headers[b"Content-Type"] == b"application/zip"
    assert b"immutable" in headers[b"Cache-Control"]


async def test_who_accepts_gzip_gets_it(kept):
    content, path = kept
    _, headers, pieces = await ask(path, headers=[(b"accept-encoding", b"gzip, deflate")])
    assert headers[b"Content-Encoding"] == b"gzip"
    assert gzip.decompress(b"".join(pieces)) == content


async def test_head_gets_no_body(kept):
    _, path = kept
    assert await ask(path, "HEAD") == (200, (await ask(path))[1], [b""])


async def test_nothing_can_be_written(kept):
    assert (await ask(kept[1], "POST"))[0] == 405


@pytest.mark.parametrize(
    "end", ["", "../../db.sqlite3", "0123456789abcdef/x.zip", "0123456789abcdef/../secret.json", "é"]
)
async def test_only_files_that_were_put_there_are_found(kept, end):
    assert (await ask(f"/static/moteur/{end}"))[0] == 404


async def test_everything_else_is_handed_on(kept):
    assert (await ask("/static/site/site.css"))[0] == 299
