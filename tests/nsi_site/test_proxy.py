import pytest
from twisted.web.http_headers import Headers

from nsi_site.proxy import keep_what_the_proxy_said
from tests.nsi_site.echo import EchoSite
from tests.nsi_site.test_http_guard import status, talk
from tests.servers import running


def forwarded(*values, proxy="10.0.0.1"):
    headers = Headers({b"X-Forwarded-For": list(values)})
    keep_what_the_proxy_said(headers, proxy)
    return headers.getRawHeaders(b"X-Forwarded-For")


@pytest.mark.parametrize(
    ("values", "address"),
    [
        ([b"192.168.1.7"], b"192.168.1.7"),
        ([b"1.2.3.4, 192.168.1.7"], b"192.168.1.7"),
        ([b"1.2.3.4", b"192.168.1.7"], b"192.168.1.7"),
        ([b"1.2.3.4, [fd00::7]"], b"fd00::7"),
        ([b"1.2.3.4, \xff\xfe"], b"10.0.0.1"),
        ([b"unknown"], b"10.0.0.1"),
        ([b""], b"10.0.0.1"),
    ],
)
def test_the_last_address_is_the_one_that_our_proxy_added(values, address):
    assert forwarded(*values) == [address]


def test_who_comes_without_a_proxy_gets_no_header():
    headers = Headers()
    keep_what_the_proxy_said(headers, "10.0.0.1")
    assert headers.getRawHeaders(b"X-Forwarded-For") is None


def test_a_client_cannot_choose_its_address(tmp_path):
    with running(EchoSite(tmp_path, ["--proxy-headers"])) as site:
        lines = b"X-Forwarded-For: 1.2.3.4\r\nX-Forwarded-For: \xff, 192.168.1.7\r\nX-Forwarded-Port: \xff\r\n"
        request = b"GET /there HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + lines + b"\r\n"
        assert status(talk(site, request)) == 200
        assert "192.168.1.7 - - [" in site.output
        assert "1.2.3.4" not in site.output
        assert "Traceback" not in site.output
