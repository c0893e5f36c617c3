import pytest

from exchanges.headers import (
    LONGEST_VALUE,
    MOST_HEADERS,
    header_fields,
    path_in_site,
    reason,
    request_fields,
    target,
    title,
)
from exchanges.masking import MASK, Masker


@pytest.mark.parametrize(
    "name",
    ["Content-Type", "Host", "ETag", "Sec-WebSocket-Key", "X-CSRFToken", "WWW-Authenticate", "Content-Security-Policy"],
)
def test_header_names_are_written_as_usual(name):
    assert title(name.lower()) == name


def test_the_target_is_what_the_client_sent():
    scope = {"path": "/é", "raw_path": b"/%C3%A9", "query_string": b"a=%20+&b"}
    assert target(scope) == "/%C3%A9?a=%20+&b"
    assert target({"path": "/é", "query_string": b""}) == "/%C3%A9"


def test_a_request_hides_the_letter_of_its_page_and_its_secrets():
    scope = {
        "method": "POST",
        "path": "/~A/x",
        "raw_path": b"/~A/x",
        "root_path": "/~A",
        "query_string": b"mdp=secret&a=1",
        "headers": [(b"Referer", b"http://pc/~A/y"), (b"Cookie", b"sessionid=abc")],
    }
    fields = request_fields(scope, Masker())
    assert fields["method"] == "POST"
    assert fields["target"] == f"/x?mdp={MASK}&a=1"
    assert fields["headers"] == [["Referer", "http://pc/y"], ["Cookie", f"sessionid={MASK}"]]


def test_a_secret_in_the_path_is_masked_when_it_is_a_cookies():
    cookie = "k2v9x0c1m3n5b7a8s6d4"
    scope = {"path": f"/s/{cookie}", "query_string": b"", "headers": [(b"cookie", f"sessionid={cookie}".encode())]}
    fields = request_fields(scope, Masker())
    assert fields["path"] == fields["target"].replace("%E2%80%A2", "•") == f"/s/{MASK}"


def test_what_is_kept_of_headers_is_bounded():
    fields = header_fields([(b"x", b"y" * 5000)] * 500, Masker())
    assert len(fields) == MOST_HEADERS
    assert len(fields[0][1]) == LONGEST_VALUE


def test_a_header_that_is_not_utf_8_is_shown():
    assert header_fields([(b"x", b"\xe9")], Masker()) == [["X", "é"]]


def test_the_path_in_the_site_leaves_out_where_the_site_is_mounted():
    assert path_in_site({"path": "/nsi/hello", "root_path": "/nsi"}) == "/hello"
    assert path_in_site({"path": "/hello"}) == "/hello"


def test_the_reason_of_a_status():
    assert reason(404) == "Not Found"
    assert reason(101) == "Switching Protocols"
    assert reason(299) == ""


def test_a_session_id_that_stands_before_the_cookies_is_known_already():
    session = b"k2v9x0c1m3n5b7a8"
    fields = header_fields([(b"x-echo", session), (b"cookie", b"sessionid=" + session)], Masker())
    assert fields == [["X-Echo", MASK], ["Cookie", f"sessionid={MASK}"]]
