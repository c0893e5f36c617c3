"""Two origins, one process: the site's, and that of the pupils' servers (« chez »), which is a second port.

Were it one origin, a pupil's page could put the site's own sign-in address into the address bar and ask for the
password there. Behind a proxy both have the same port here: the setting CHEZ_ORIGIN tells them apart by the Host.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host
from django.utils.functional import SimpleLazyObject

ports = {}  # of this process, when it listens on both: {"site": 8000, "chez": 8001}


def use_ports(site, chez):
    ports.update(site=site, chez=chez)


class TwoOrigins:
    """The ASGI application of both."""

    def __init__(self, site, chez):
        self.site, self.chez = site, chez

    async def __call__(self, scope, receive, send):
        await (self.chez if is_chez(scope) else self.site)(scope, receive, send)


def is_chez(scope):
    if scope["type"] not in {"http", "websocket"}:
        return False
    if settings.CHEZ_ORIGIN:
        return host_of(scope) == urlsplit(settings.CHEZ_ORIGIN).netloc
    return bool(ports) and bool(scope.get("server")) and scope["server"][1] == ports["chez"]


def know_chez(get_response):
    """Django middleware: `request.chez_origin`, "" where pupils' servers have no origin of their own."""

    def middleware(request):
        request.chez_origin = SimpleLazyObject(lambda: chez_origin(request.get_host()))
        return get_response(request)

    return middleware


def chez_origin(host):
    """As reached under the same name as the site: `host` is that of a request to it."""
    return settings.CHEZ_ORIGIN or (f"http://{with_port(host, ports['chez'])}" if ports else "")


def site_origin(host):
    """The other way round; `host` is that of a request to the chez origin. "" where it cannot be told."""
    if not settings.CHEZ_ORIGIN:
        return f"http://{with_port(host, ports['site'])}" if ports else ""
    chez = urlsplit(settings.CHEZ_ORIGIN)
    names = (name for name in settings.ALLOWED_HOSTS if name not in {chez.hostname, "*"} and not name.startswith("."))
    name = next(names, "")
    return f"{chez.scheme}://{name}" if name else ""


def with_port(host, port):
    return f"{split_domain_port(host)[0]}:{port}"


def own_host(scope):
    """The Host of a request to the chez origin, "" when it is none of this machine's names."""
    host = host_of(scope)
    return host if validate_host(split_domain_port(host)[0], settings.ALLOWED_HOSTS) else ""


def host_of(scope):
    return dict(scope["headers"]).get(b"host", b"").decode("latin-1")
