"""The ASGI application of the chez origin: it lets in who has a key, and answers all others itself."""

import re
import time
from dataclasses import dataclass

from channels.db import database_sync_to_async

from exchanges.letters import mount
from pupils.models import Pupil
from relay import keys, opening, origin, pages, policy
from relay.models import Server
from relay.reach import reach
from relay.visit import Visitor

ADDRESS = re.compile(r"/chez/(?P<slug>[a-z0-9_-]+)(?:/~(?P<key>[A-Za-z0-9_-]{40,60}))?(?=/|$)")
REFUSED = 4403
FRESH = 30  # seconds
MOST_NAMES = 1000


class Door:
    def __init__(self):
        self.names = {}  # claim → (name, when it was looked up)

    async def __call__(self, scope, receive, send):
        reach().start()
        host = origin.own_host(scope)
        chez = origin.settings.CHEZ_ORIGIN or f"http://{host}"
        found, scope = mount(scope, ADDRESS)
        scope = scope | {"host": host, "chez": chez, "site": origin.site_origin(host)}
        call = Call(scope, receive, send, found)
        await (self.request(call) if scope["type"] == "http" else self.socket(call))

    # --- HTTP --------------------------------------------------------------------------------------------
    async def request(self, call):
        if not call.scope["host"]:
            await call.page("400")
        elif not call.found:
            await call.page("here" if call.scope["path"] in {"/chez", "/chez/"} else "lost")
        elif entry := reach().entry(call.slug):
            await self.visit(call, entry)
        else:
            await self.explain(call)

    async def visit(self, call, entry):
        key = call.key_for(entry)
        if key is None or not key.entered:
            await self.first_visit(call, entry, key)
        elif is_preflight(call.scope):
            await allow(call.scope, call.send)
        elif call.scope["path"] == call.scope["root_path"]:
            await move(call, f"{call.scope['root_path']}/")
        elif not await self.carry(call, key):
            await self.explain(call)

    async def first_visit(self, call, entry, key):
        if call.scope["method"] not in {"GET", "HEAD"}:
            await call.page("403", entry["name"])
            return
        claim = key.claim if key else 0
        entering = keys.new_key(entry["pk"], claim).text(call.address)
        query = call.scope["query_string"].decode("latin-1")
        rest = call.rest or "/"
        entrance = f"/chez/{call.slug}/~{entering}{rest}{f'?{query}' if query else ''}"
        context = {"name": entry["name"], "entrance": entrance, "visitor": await self.name_of(claim)}
        context |= {"title": f"Chez {entry['name']}", "site": call.scope["site"]}
        await pages.send_page(call.scope, call.send, 200, "relay/first_visit.html", context)

    async def explain(self, call):
        """Nobody answers there: why not."""
        case, name = await why_not(call.slug)
        await call.page("asleep" if case == "stopped" and reach().sleeps(call.slug) else case, name)

    async def carry(self, call, key):
        # Who enters again without a claim is somebody new: counted alone, one PC would hold all places.
        account = key.claim or (key.visitor if origin.settings.SHARED_ADDRESS else call.address)
        visitor = Visitor(key.visitor, await self.name_of(key.claim), account)
        return await reach().carry(call.slug, visitor, call.scope, call.receive, call.send)

    # --- WebSocket ---------------------------------------------------------------------------------------
    async def socket(self, call):
        """From pages of this origin, which have none themselves (`null`), and from programs."""
        entry = reach().entry(call.slug) if call.found and call.scope["host"] else None
        key = call.key_for(entry) if entry else None
        asking = dict(call.scope["headers"]).get(b"origin", b"null").decode("latin-1")
        if key and key.entered and asking in {"null", call.scope["chez"]}:
            if await self.carry(call, key):
                return
            await call.receive()
            await pages.close(call.send, 1001, accepted=False)
            return
        await call.receive()
        await pages.refuse(call.send, REFUSED, "")

    async def name_of(self, claim):
        """The pseudonym, "" for nobody; looked up once in a while."""
        if not claim:
            return ""
        name, at = self.names.get(claim, ("", None))
        if at is None or time.monotonic() - at > FRESH:
            name = await pupil_name(claim)
            if len(self.names) >= MOST_NAMES:
                self.names.clear()
            self.names[claim] = name, time.monotonic()
        return name


@dataclass
class Call:
    """One connection to the door: `found` is the match of ADDRESS, None for any other address."""

    scope: dict
    receive: object
    send: object
    found: object

    @property
    def slug(self):
        return self.found["slug"]

    @property
    def address(self):
        """The network address of who asks, to which a key is bound."""
        return self.scope["client"][0] if self.scope.get("client") else ""

    @property
    def rest(self):
        """The path below the mount point, as it was sent."""
        raw = self.scope.get("raw_path") or self.scope["path"].encode()
        return raw.decode("latin-1").partition("?")[0].removeprefix(self.scope["root_path"])

    def key_for(self, entry):
        key = keys.read(self.found["key"], self.address) if self.found["key"] else None
        return key if key and key.server == entry["pk"] else None

    async def page(self, case, name=""):
        await pages.answer(self.scope, self.send, case, name)


@database_sync_to_async
def why_not(slug):
    """(the case in `pages.WORDS`, the pupil's name)."""
    server = Server.objects.filter(slug=slug).select_related("pupil").first()
    if server is None:
        return "404", ""
    if not opening.is_open():
        return "closed", server.pupil.name
    return ("one-closed" if server.stopped else "stopped"), server.pupil.name


@database_sync_to_async
def pupil_name(claim):
    return Pupil.objects.filter(pk=claim).values_list("name", flat=True).first() or ""


def is_preflight(scope):
    asked = any(name == b"access-control-request-method" for name, _ in scope["headers"])
    return scope["method"] == "OPTIONS" and asked


async def allow(scope, send):
    """A page without an origin may send JSON to its own server."""
    headers = policy.page_headers(scope["chez"], scope["root_path"], scope["site"])
    headers.append((b"access-control-allow-methods", b"GET, HEAD, POST, PUT, PATCH, DELETE"))
    headers.append((b"access-control-allow-headers", b"content-type, x-csrftoken, x-requested-with"))
    await send({"type": "http.response.start", "status": 204, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


async def move(call, address):
    headers = [(b"location", address.encode()), *policy.door_headers(call.scope["chez"], call.scope["site"])]
    await call.send({"type": "http.response.start", "status": 302, "headers": headers})
    await call.send({"type": "http.response.body", "body": b""})
