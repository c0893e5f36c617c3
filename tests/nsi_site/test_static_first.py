import gzip
import os

import pytest
from channels.testing import HttpCommunicator

from nsi_site.static_first import StaticFirst

TEXT = "a {}" * 100


async def django(scope, receive, send):
    await send({"type": "http.response.start", "status": 404, "headers": []})
    await send({"type": "http.response.body", "body": b"Django"})


@pytest.fixture
def folder(tmp_path, settings):
    settings.STATICFILES_DIRS = [tmp_path / "static"]
    settings.STATIC_ROOT = tmp_path / "collected"
    (tmp_path / "static").mkdir()
    return tmp_path


@pytest.fixture
def app():
    return StaticFirst(django)


async def ask(app, path, method="GET", root_path="", **headers):
    pairs = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    client = HttpCommunicator(app, method, path, headers=pairs)
    client.scope["root_path"] = root_path
    answer = await client.get_response()
    answer["headers"] = {name.decode().lower(): value.decode() for name, value in answer["headers"]}
    return answer


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


async def test_a_file_is_served_with_its_type_and_size(folder, app):
    write(folder / "static/a.js", "let é = 1")
    answer = await ask(app, "/static/a.js")
    assert answer["body"] == "let é = 1".encode()
    assert answer["headers"]["content-type"] == "text/javascript; charset=utf-8"
    assert answer["headers"]["content-length"] == "10"
    assert answer["headers"]["cache-control"] == "max-age=0, public"


async def test_what_has_not_changed_is_not_sent_again(folder, app):
    write(folder / "static/a.css", "a {}")
    tag = (await ask(app, "/static/a.css"))["headers"]["etag"]
    answer = await ask(app, "/static/a.css", if_none_match=tag)
    assert (answer["status"], answer["body"]) == (304, b"")
    assert answer["headers"]["etag"] == tag


async def test_a_file_edited_during_the_lesson_is_served_as_it_is_now(folder, app):
    write(folder / "static/a.css", "a {}")
    tag = (await ask(app, "/static/a.css"))["headers"]["etag"]
    write(folder / "static/a.css", "a { color: red }")
    answer = await ask(app, "/static/a.css", if_none_match=tag)
    assert (answer["status"], answer["body"]) == (200, b"a { color: red }")
    assert answer["headers"]["content-length"] == "16"


async def test_a_file_that_is_gone_is_django_s_to_explain(folder, app):
    write(folder / "static/a.css", "a {}")
    await ask(app, "/static/a.css")
    (folder / "static/a.css").unlink()
    assert (await ask(app, "/static/a.css"))["body"] == b"Django"
    assert not app.known


@pytest.mark.parametrize(
    "path",
    ["/static/none.css", "/static/", "/static/site", "/static/../manage.py", "/static//a.css", "/page", "/static/%00"],
)
async def test_all_else_goes_to_django(folder, app, path):
    write(folder / "static/a.css", "a {}")
    assert (await ask(app, path))["body"] == b"Django"


async def test_only_the_head_may_be_asked(folder, app):
    write(folder / "static/a.css", "a {}")
    answer = await ask(app, "/static/a.css", method="HEAD")
    assert (answer["status"], answer["body"], answer["headers"]["content-length"]) == (200, b"", "4")
    assert (await ask(app, "/static/a.css", method="POST"))["status"] == 405


async def test_a_part_may_be_asked(folder, app):
    write(folder / "static/a.css", "abcdef")
    answer = await ask(app, "/static/a.css", range="bytes=1-2")
    assert (answer["status"], answer["body"]) == (206, b"bc")


async def test_only_a_name_with_a_hash_is_kept_for_ever(folder, app):
    write(folder / "static/a.0123456789ab.js", "x")
    assert "immutable" in (await ask(app, "/static/a.0123456789ab.js"))["headers"]["cache-control"]


async def test_the_applications_own_files_are_found_too(app):
    assert (await ask(app, "/static/admin/css/base.css"))["status"] == 200


class TestCompressed:
    @pytest.fixture(autouse=True)
    def collected(self, folder):
        write(folder / "static/a.css", TEXT)
        (folder / "collected").mkdir()
        (folder / "collected/a.css.gz").write_bytes(gzip.compress(TEXT.encode()))

    async def test_a_copy_is_sent_to_who_can_read_it(self, app):
        answer = await ask(app, "/static/a.css", accept_encoding="gzip")
        assert answer["headers"]["content-encoding"] == "gzip"
        assert answer["headers"]["vary"] == "Accept-Encoding"
        assert gzip.decompress(answer["body"]) == TEXT.encode()
        assert (await ask(app, "/static/a.css"))["body"] == TEXT.encode()

    async def test_a_copy_older_than_its_file_is_not(self, app, folder):
        os.utime(folder / "collected/a.css.gz", (1, 1))
        assert "content-encoding" not in (await ask(app, "/static/a.css", accept_encoding="gzip"))["headers"]

    async def test_what_the_lesson_shows_is_not(self, app):
        answer = await ask(app, "/~A/static/a.css", root_path="/~A", accept_encoding="gzip")
        assert answer["body"] == TEXT.encode()


async def test_what_is_remembered_is_bounded(folder, app, monkeypatch):
    monkeypatch.setattr("nsi_site.static_first.MOST_KNOWN", 3)
    for number in range(10):
        write(folder / f"static/{number}.css", "a {}")
        await ask(app, f"/static/{number}.css")
    assert len(app.known) <= 3
