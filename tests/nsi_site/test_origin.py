import pytest

from nsi_site.origin import host_and_origin, is_ours


@pytest.fixture(autouse=True)
def hosts(settings):
    settings.ALLOWED_HOSTS = ["192.168.1.10", "nsi.example"]
    settings.CSRF_TRUSTED_ORIGINS = ["https://proxy.example"]


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("192.168.1.10:8000", "http://192.168.1.10:8000"),
        ("nsi.example", "https://nsi.example"),
        ("nsi.example:443", "https://nsi.example"),
        ("nsi.example", "http://NSI.example:80"),
        ("nsi.example", "https://proxy.example"),
        ("nsi.example", ""),  # no browser
    ],
)
def test_our_own_pages_may_open_a_socket(host, origin):
    assert is_ours(host, origin)


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("192.168.1.10:8000", "http://192.168.1.10:9000"),
        ("192.168.1.10:8000", "http://192.168.1.10"),
        ("nsi.example", "https://evil.example"),
        ("nsi.example", "https://nsi.example.evil.example"),
        ("nsi.example", "null"),
        ("nsi.example", "http://[broken"),
        ("nsi.example", "http://nsi.example:port"),
        ("evil.example", "http://evil.example"),  # DNS rebinding: a name of theirs, our address
        ("", ""),
    ],
)
def test_others_may_not(host, origin):
    assert not is_ours(host, origin)


def test_headers_that_are_missing_are_empty():
    assert host_and_origin({"headers": []}) == ["", ""]
    assert host_and_origin({"headers": [(b"origin", b"http://a"), (b"host", b"a")]}) == ["a", "http://a"]
