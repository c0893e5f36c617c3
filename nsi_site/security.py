"""The headers that protect every answer: a Content-Security-Policy with nothing inline and nothing from outside."""

from urllib.parse import quote

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from exchanges.letters import LETTERS, path_in_site
from nsi_site.staff_door import is_for_staff

ADMIN = "/admin/"

# All that a page may load has its folders named, as 'self' alone would not do: what a pupil's project answers must
# never run as ours, nor be read or framed by our pages, should it ever be served from here.
POLICY = (
    "default-src 'none'; script-src {static}; style-src {static}; font-src {static}; media-src {static}; "
    "img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors {framers}; "
    "frame-src {frames}; connect-src {asked}"
)
ASKED = ("static", "eleve", "classe")  # folders that scripts of any page fetch from
FRAMED = (*(f"~{letter}/" for letter in LETTERS), "lecon/bac-a-sable")  # what the lesson shows in frames
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
    host = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
    framers = "'none'" if is_for_staff(path_in_site(scope)) else "'self'"
    if not validate_host(split_domain_port(host)[0], settings.ALLOWED_HOSTS):
        return POLICY.format(static="'none'", framers=framers, frames="'none'", asked="'none'").encode()
    mounted = host + scope.get("root_path", "")
    # In a frame of the lesson, `{% static %}` follows the frame's mount point.
    static = {f"{host}/static/", f"{mounted}/static/"}
    if path_in_site(scope).startswith(ADMIN):  # whose calendars ask a view for their words
        static.add(f"{mounted}{ADMIN}jsi18n/")
    frames = [f"{mounted}/{path}" for path in FRAMED]
    named = {"static": sorted(static), "frames": frames, "asked": asked(scope, host, mounted)}
    sources = {name: " ".join(addresses) for name, addresses in named.items()}
    return POLICY.format(framers=framers, **sources).encode("latin-1")


def asked(scope, host, mounted):
    """The page itself, which looks whether the site is there; our folders, and our WebSockets (http: is not ws:)."""
    if path_in_site(scope) != "/":  # which as a source means all that is below it
        yield host + quote(scope["path"], safe="/~")
    yield from (f"{mounted}/{folder}/" for folder in ASKED)
    yield from (f"{scheme}://{mounted}/ws/" for scheme in ("ws", "wss"))
