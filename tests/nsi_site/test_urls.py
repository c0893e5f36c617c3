"""What holds for every address."""

import time
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection

import pytest
from django.urls import URLPattern, get_resolver

pytestmark = pytest.mark.django_db(transaction=True)


def addresses(resolver, prefix="/"):
    """Those that need no argument."""
    for entry in resolver.url_patterns:
        here = prefix + str(entry.pattern)
        if "<" in here or "(?" in here or here.startswith("/admin"):
            continue
        if isinstance(entry, URLPattern):
            yield here
        else:
            yield from addresses(entry, here)


@pytest.mark.parametrize("address", sorted(set(addresses(get_resolver()))))
def test_who_answers_get_answers_head_with_the_same_headers(client, address):
    whole, head = client.get(address), client.head(address)
    assert head.status_code == whole.status_code
    assert head.headers.get("Content-Type") == whole.headers.get("Content-Type")


@pytest.mark.parametrize("address", [*sorted(set(addresses(get_resolver()))), "/static/site/site.css"])
def test_every_answer_of_the_real_server_says_what_caches_and_browsers_need(site, address):
    connection = HTTPConnection("127.0.0.1", site.port, timeout=60)
    connection.request("GET", address)
    answer = connection.getresponse()
    body, headers = answer.read(), answer.headers
    assert abs(parsedate_to_datetime(headers["Date"]).timestamp() - time.time()) < 60
    assert int(headers["Content-Length"]) == len(body)
    assert headers["Cache-Control"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src" in headers["Content-Security-Policy"]
    if body:
        assert headers["Content-Type"]
    if b"csrfmiddlewaretoken" in body or headers["Set-Cookie"]:
        assert "Cookie" in headers["Vary"] or headers["Cache-Control"] == "no-store"
    if "text/html" in headers.get("Content-Type", ""):
        assert headers.get_content_charset() == "utf-8"
