import logging
from datetime import datetime

import pytest

from nsi_site import console

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
        ("/%22 200 -", r"/\" 200 -"),
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


def test_the_line_goes_to_the_module_s_logger(caplog, monkeypatch):
    monkeypatch.setattr(logging.getLogger("nsi_site"), "propagate", True)
    with caplog.at_level("INFO", logger="nsi_site"):
        console.log_request("10.0.0.7", "POST", "/~A/bonjour", "HTTP/1.0", 405)
    assert caplog.messages[0].startswith("10.0.0.7 - - [")
    assert caplog.messages[0].endswith('"POST /bonjour HTTP/1.0" 405 -')
