"""The headers that protect every answer: a Content-Security-Policy with nothing inline and nothing from outside."""

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from exchanges.letters import path_in_site
from nsi_site.staff_door import is_for_staff

ADMIN = "/admin/"

# Scripts and styles come from our static files and from nowhere else on this site either: what a pupil's project
# answers must never run as ours, should it ever be served from here.
POLICY = (
    "default-src 'self'; script-src {static}; style-src {static}; font-src {static}; media-src {static}; "
    "worker-src 'none'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors {framers}; connect-src 'self'{sockets}"
)
HEADERS = {
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"same-origin",
    b"cache-control": b"no-cache",  # kept, but asked for again each time
}


class SecureHeaders:
    """ASGI middleware: adds what an answer does not say itself, whoever gives it: Django or the static files."""

    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        async def send_with_headers(message):
            if message["type"] == "http.response.start":
                message = message | {"headers": [*message["headers"], *missing(scope, message["headers"])]}
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


def missing(scope, headers):
    """The headers to add, as ASGI's pairs of bytes."""
    present = {name.lower() for name, _ in headers}
    if b"content-security-policy" not in present:
        yield b"content-security-policy", policy(scope)
    for name, value in HEADERS.items():
        if name not in present:
            yield name, value


def policy(scope):
    """Name our own WebSocket address too: for some browsers 'self' means http: alone."""
    host = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
    framers = "'none'" if is_for_staff(path_in_site(scope)) else "'self'"
    if not validate_host(split_domain_port(host)[0], settings.ALLOWED_HOSTS):
        return POLICY.format(static="'none'", framers=framers, sockets="").encode()
    mount = scope.get("root_path", "")
    # In a frame of the lesson, `{% static %}` follows the frame's mount point.
    sources = {f"{host}/static/", f"{host}{mount}/static/"}
    if path_in_site(scope).startswith(ADMIN):  # whose calendars ask a view for their words
        sources.add(f"{host}{mount}{ADMIN}jsi18n/")
    sockets = f" ws://{host} wss://{host}"
    return POLICY.format(static=" ".join(sorted(sources)), framers=framers, sockets=sockets).encode("latin-1")
