import gzip
import os

import pytest
from channels.testing import HttpCommunicator
from django.templatetags.static import static

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


class TestVersioned:
    """What has its version in its address."""

    @pytest.fixture(autouse=True)
    def now(self, folder, monkeypatch):
        """A second that lasts until the test says the next one."""
        write(folder / "static/a.js", "old")
        write(folder / "static/b.js", "b")
        self.second = 0
        monkeypatch.setattr("nsi_site.static_version.monotonic", lambda: self.second)

    async def test_it_is_kept_and_never_asked_for_again(self, app):
        answer = await ask(app, static("a.js"))
        assert answer["body"] == b"old"
        assert answer["headers"]["cache-control"] == "max-age=31536000, public, immutable"
        again = await ask(app, static("a.js"), if_none_match=answer["headers"]["etag"])
        assert (again["status"], again["headers"]["cache-control"]) == (304, answer["headers"]["cache-control"])

    async def test_its_plain_address_is_asked_for_again(self, app):
        await ask(app, static("a.js"))
        assert (await ask(app, "/static/a.js"))["headers"]["cache-control"] == "max-age=0, public"

    async def test_once_a_file_is_edited_pages_name_new_addresses(self, app, folder):
        before = static("a.js")
        await ask(app, before)
        write(folder / "static/a.js", "edited")
        self.second += 1
        assert static("a.js") != before
        answer = await ask(app, static("a.js"))
        assert answer["body"] == b"edited"
        assert "immutable" in answer["headers"]["cache-control"]
        assert "immutable" in (await ask(app, static("b.js")))["headers"]["cache-control"]

    async def test_what_is_not_of_this_version_is_not_kept(self, app, folder):
        """Asked by a page of before the edit, or of a process that has other files."""
        before = static("a.js")
        write(folder / "static/a.js", "edited")
        assert (await self.kept(app, before), await self.kept(app, static("b.js"))) == (False, True)
        self.second += 1
        assert not await self.kept(app, before)
        assert not await self.kept(app, "/static/0123456789ab/b.js")

    async def kept(self, app, address):
        return "immutable" in (await ask(app, address))["headers"]["cache-control"]

    async def test_no_file_means_django(self, app):
        assert (await ask(app, static("a.js") + "x"))["body"] == b"Django"
        assert (await ask(app, static("a.js").replace("a.js", "../a.js")))["body"] == b"Django"


async def test_a_large_file_comes_in_pieces(folder, app):
    text = "0123456789" * 20_000
    write(folder / "static/a.css", text)
    assert (await ask(app, "/static/a.css"))["body"] == text.encode()


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
