"""What other PCs did since this process started, for who wonders why a class does not get in. It stays in memory."""

from typing import NamedTuple

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from chat.people import THIS_PC
from nsi_site import network, proxy

MOST = 500  # addresses, and wrong names


class Visit(NamedTuple):
    """The last request of one address: the browser's own name, whether a proxy stood between, whether it reached us."""

    browser: str
    by_proxy: bool


class Seen:
    """ASGI middleware, around all of HTTP."""

    visits = {}  # address → Visit
    wrong_hosts = {}  # name that was asked for and is not this PC's → address that asked
    last_host = ""  # the name or address by which another PC came last

    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http" and scope.get("client"):
            note(scope["client"][0], dict(scope["headers"]))
        await self.app(scope, receive, send)


def note(address, headers):
    host = headers.get(b"host", b"").decode("latin-1")
    name, _port = split_domain_port(host)
    if not validate_host(name, settings.ALLOWED_HOSTS):
        keep(Seen.wrong_hosts, host[:100], address)
    elif address not in THIS_PC:
        browser = headers.get(b"user-agent", b"").decode("latin-1")[:200]
        keep(Seen.visits, address, Visit(browser, any(name.encode() in headers for name in proxy.SAY_SO)))
        Seen.last_host = name


def keep(table, key, value):
    if key in table or len(table) < MOST:
        table[key] = value


def neighbours():
    """{address: Visit} of other PCs."""
    own = {str(address) for address in network.addresses()}
    return {address: visit for address, visit in Seen.visits.items() if address not in own}
