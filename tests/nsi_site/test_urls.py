"""What holds for every address."""

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
