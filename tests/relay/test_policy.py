import pytest

from relay import policy

DROPPED = """
    Clear-Site-Data Refresh Link Speculation-Rules Service-Worker-Allowed Access-Control-Allow-Origin
    Access-Control-Allow-Credentials Strict-Transport-Security Report-To NEL Alt-Svc Content-Disposition
    Content-Encoding Transfer-Encoding Trailer SourceMap Origin-Agent-Cluster X-Frame-Options Content-Security-Policy
    Content-Security-Policy-Report-Only Content-Length Connection Upgrade Set-Cookie Set-Cookie2 WWW-Authenticate
    Proxy-Authenticate Cache-Control ETag Last-Modified Vary Server Date X-Accel-Redirect X-Sendfile Public-Key-Pins
    Permissions-Policy Cross-Origin-Opener-Policy Cross-Origin-Embedder-Policy Timing-Allow-Origin
"""


def names(pairs):
    return [name for name, _ in policy.kept([(name.lower(), value) for name, value in pairs])]


@pytest.mark.parametrize("name", DROPPED.split())
def test_only_four_headers_pass(name):
    assert names([(name.encode(), b"x")]) == [b"content-type"]


@pytest.mark.parametrize("bad", [b"a\r\nX: y", b"a\nb", b"a\rb", b"a\0b", b"a\tb", b"a" * 4097])
@pytest.mark.parametrize("name", [b"location", b"content-language", b"allow"])
def test_a_value_that_would_begin_another_header_is_dropped(name, bad):
    assert names([(name, bad)]) == [b"content-type"]


def test_a_header_comes_once():
    pairs = [(b"content-type", b"text/html"), (b"content-type", b"text/css"), (b"allow", b"GET"), (b"allow", b"PUT")]
    assert policy.kept(pairs) == [[b"allow", b"GET"], [b"content-type", b"text/html; charset=utf-8"]]


@pytest.mark.parametrize(
    ("sent", "given"),
    [
        (b"text/html", b"text/html; charset=utf-8"),
        (b"TEXT/HTML; charset=utf-7", b"text/html; charset=utf-8"),
        (b"image/svg+xml", b"image/svg+xml; charset=utf-8"),
        (b"image/png", b"image/png"),
        (b"", b"text/plain; charset=utf-8"),
        (b"multipart/x-mixed-replace; boundary=a", b"text/plain; charset=utf-8"),
        (b"application/pdf", b"text/plain; charset=utf-8"),
        (b"application/xhtml+xml", b"text/plain; charset=utf-8"),
        (b"text/xml", b"text/plain; charset=utf-8"),
        (b"text/html, text/css", b"text/plain; charset=utf-8"),
        (b"application/x-shockwave-flash", b"text/plain; charset=utf-8"),
    ],
)
def test_types_are_those_of_the_course(sent, given):
    assert policy.content_type(sent) == given


def test_a_page_may_reach_its_own_folder_alone():
    headers = dict(policy.page_headers("http://pc:8001", "/chez/greg/~k", "http://pc:8000"))
    assert headers[b"content-security-policy"].decode() == (
        "sandbox allow-scripts allow-forms; "
        "default-src http://pc:8001/chez/greg/~k/ 'unsafe-inline' 'unsafe-eval' data: blob:; "
        "connect-src http://pc:8001/chez/greg/~k/ ws://pc:8001/chez/greg/~k/; "
        "form-action http://pc:8001/chez/greg/~k/; base-uri 'none'; frame-ancestors http://pc:8000"
    )
    assert headers[b"cache-control"] == b"no-store"
    assert headers[b"x-content-type-options"] == b"nosniff"
    assert headers[b"referrer-policy"] == b"no-referrer"
    assert headers[b"access-control-allow-origin"] == b"*"


def test_the_door_s_pages_run_nothing():
    headers = dict(policy.door_headers("http://pc:8001", ""))
    assert headers[b"content-security-policy"].startswith(
        b"sandbox; default-src 'none'; style-src http://pc:8001/static/;"
    )
    assert b"frame-ancestors 'none'" in headers[b"content-security-policy"]
