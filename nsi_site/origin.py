"""Which pages may open a socket: our own."""

import logging
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from nsi_site.doors import refuse

logger = logging.getLogger(__name__)
REFUSED = 4403
DEFAULT_PORTS = {"http": 80, "https": 443}


class SameOriginOnly:
    """ASGI middleware: refuse (4403) a WebSocket asked for by another site's page.

    Stricter than Channels' AllowedHostsOriginValidator: the port counts and refusals are logged. A client that
    sends no Origin is no browser, so no visitor's cookies can be abused through it.
    """

    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if is_ours(*host_and_origin(scope)):
            await self.app(scope, receive, send)
        else:
            host, origin = host_and_origin(scope)
            logger.warning("WebSocket refusée : Origin %r, Host %r", origin, host)
            await refuse(receive, send, REFUSED, "")


def host_and_origin(scope):
    """What the two headers say, "" for one that is missing."""
    headers = dict(scope["headers"])
    return [headers.get(name, b"").decode("latin-1") for name in (b"host", b"origin")]


def is_ours(host, origin):
    """Whether `host` (a Host header) is this site and `origin` (an Origin header, or "") one of its pages."""
    name, _port = split_domain_port(host)
    if not validate_host(name, settings.ALLOWED_HOSTS):
        return False
    if not origin or origin in settings.CSRF_TRUSTED_ORIGINS:
        return True
    page = address_of(origin)
    return page is not None and page == address_of(f"{urlsplit(origin).scheme}://{host}")


def address_of(url):
    """(host, port) of a URL, with the usual port of its scheme where none is written; None when it makes no sense."""
    try:
        parts = urlsplit(url)
        return parts.hostname, parts.port or DEFAULT_PORTS[parts.scheme]
    except (ValueError, KeyError):
        return None
