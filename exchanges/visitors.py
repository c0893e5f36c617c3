"""Who opened the lesson: a random id in a signed cookie, the key of the visitor's own journal."""

import secrets
from functools import lru_cache

from django.conf import settings
from django.core import signing
from django.http import parse_cookie
from django.utils.cache import patch_vary_headers

COOKIE = f"atelier{getattr(settings, 'COOKIE_MARK', '')}"
MARK = f"{COOKIE}=".encode()


def ensure(request, response):
    """Give the browser a journal of its own, unless it has one; return the visitor's id."""
    visitor = visitor_id(request)
    patch_vary_headers(response, ["Cookie"])  # the page may name what is this visitor's own
    if visitor is None:
        visitor = secrets.token_hex(8)
        value = signer().sign(visitor)
        response.set_cookie(COOKIE, value, httponly=True, samesite="Lax", secure=request.is_secure())
    return visitor


def visitor_id(source):
    """The visitor of a request or of an ASGI scope; None outside the lesson or when the cookie was not made by us."""
    value = source.COOKIES.get(COOKIE) if hasattr(source, "COOKIES") else cookie_value(source["headers"])
    return signed_id(value) if value else None


def cookie_value(headers):
    for name, value in headers:
        if name == b"cookie" and MARK in value:
            return parse_cookie(value.decode("latin-1")).get(COOKIE)
    return None


@lru_cache(maxsize=4096)
def signed_id(value):
    try:
        return signer().unsign(value)
    except signing.BadSignature:
        return None


def signer():
    return signing.Signer(salt="exchanges.visitor")
