from datetime import datetime

import pytest

from nsi_site import console
from relay import keys

MOMENT = datetime(2026, 3, 19, 9, 13, 16)


def line(target, method="GET"):
    return console.request_line("127.0.0.1", MOMENT, method, target, "HTTP/1.1", 200)


def test_a_request_is_written_as_in_the_original_lesson():
    assert line("/bonjour?Nom=Dupont&Pr%C3%A9nom=Bob") == (
        '127.0.0.1 - - [19/Mar/2026 09:13:16] "GET /bonjour?Nom=Dupont&Prénom=Bob HTTP/1.1" 200 -'
    )


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("/%0D%0A127.0.0.1", r"/\r\n127.0.0.1"),
        ("/%1B[31m", r"/\x1b[31m"),
        ("/%E2%80%AEcilbup", r"/\u202ecilbup"),
        ("/%E2%80%8B", r"/\u200b"),
        ("/%22 200 -", r"/\"%20200%20-"),
        ("/hello?%20%20%20x", "/hello?%20%20%20x"),
        ("/%5Cn", r"/\\n"),
        ("/%FF", r"/\\xff"),
        ("/%ED%A0%80", r"/\\xed\\xa0\\x80"),
        ("/%F0%9F%98%80", "/😀"),
        ("/100%", "/100%"),
        ("/\xff", "/ÿ"),
    ],
)
def test_what_came_from_outside_plays_no_tricks(sent, shown):
    assert line(sent) == line("/").replace('"GET / ', f'"GET {shown} ')


def test_the_line_stays_one_line_for_any_character():
    everything = "".join(map(chr, range(0xD800))) + "".join(map(chr, range(0xE000, 0x30000)))
    shown = console.printable(everything)
    assert shown.isprintable()
    assert len(shown.splitlines()) == 1


def test_a_long_line_is_cut():
    shown = line("/" + "x" * 15_000)
    assert shown == line("/").replace('"GET /', f'"GET /{"x" * 195} …')


def test_a_long_line_that_is_made_of_escapes_stays_readable():
    assert len(line("/?" + "%1B" * 5000)) < 300


@pytest.mark.parametrize("room", ["prive-k2v9x0c1", "lecon-98a808aa08640aa6-2"])
def test_the_address_of_a_private_room_is_not_written(room):
    kind = room.partition("-")[0]
    assert f'"GET /chat/{kind}-…?envoi=bouton HTTP' in line(f"/chat/{room}?envoi=bouton")
    assert f'"GET /chat/{kind}-… HTTP' in line(f"/chat/{room}")


@pytest.fixture
def written(monkeypatch):
    """The requests that got a line."""
    lines = []
    monkeypatch.setattr(console.logger, "info", lambda line: lines.append(line.split('"')[1]))
    return lines


@pytest.mark.parametrize(
    "target",
    ["/hello", "/~A/hello", "/~A/static/pages/style.css", "/static/pages/style.css?x", "/~B/static/site/favicon.svg"],
)
def test_what_the_lesson_is_about_has_its_line_without_a_letter(written, target):
    console.log_request("10.0.0.7", "GET", target, "HTTP/1.1", 200)
    assert written == [f"GET {target.removeprefix('/~A').removeprefix('/~B')} HTTP/1.1"]


@pytest.mark.parametrize(
    "target",
    ["/static/lesson/step.js", "/static/site/site.css", "/static/exchanges/diagram.js?v=2", "/~A/static/site/theme.js"],
)
def test_what_dresses_the_pages_has_no_line(written, target):
    console.log_request("10.0.0.7", "GET", target, "HTTP/1.1", 304)
    assert written == []


def test_the_line_goes_to_the_module_s_logger(caplog):
    with caplog.at_level("INFO", logger="nsi_site"):
        console.log_request("10.0.0.7", "POST", "/~A/bonjour", "HTTP/1.0", 405)
    assert caplog.messages[0].startswith("10.0.0.7 - - [")
    assert caplog.messages[0].endswith('"POST /bonjour HTTP/1.0" 405 -')


def test_a_visitor_s_key_is_not_written(caplog):
    key = keys.new_key(1).text("10.0.0.1")
    with caplog.at_level("INFO", logger="nsi_site"):
        console.log_request("10.0.0.1", "GET", f"/chez/greg/~{key}/page2", "HTTP/1.1", 200)
    assert '"GET /chez/greg/page2 HTTP/1.1"' in caplog.text
