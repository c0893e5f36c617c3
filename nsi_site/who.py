"""Who a request is: `request.pupil` for views and templates, `scope["pupil"]` for consumers. Nobody else asks."""

from dataclasses import replace

from channels.auth import AuthMiddlewareStack
from channels.db import database_sync_to_async
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponseForbidden, parse_cookie
from django.utils.functional import SimpleLazyObject

from chat.people import THIS_PC
from classroom import blocks
from exchanges.letters import FRAME, path_in_site
from nsi_site.doors import refuse
from nsi_site.shared_reading import SharedReading
from pupils import identity
from pupils.rulings import silent_places

CHAT = "/ws/chat/"
SIMPLE_CHAT = "/ws/chat/simple/"  # which stores nothing, hence asks nobody when a message comes
REFUSED = 4403
BLOCKED = "Le professeur vous a fermé le chat"


def know_pupil(get_response):
    """Django middleware; whoever does not look at `request.pupil` pays nothing."""

    def middleware(request):
        if request.method == "POST" and is_shut_out(request.META.get("REMOTE_ADDR"), request.user):
            return HttpResponseForbidden(f"{blocks.SENTENCE}.", content_type="text/plain; charset=utf-8")
        request.pupil = SimpleLazyObject(lambda: identify(request.META["SCRIPT_NAME"], request.COOKIES, request.user))
        response = get_response(request)
        if identity.CLAIM in request.COOKIES and not is_frame(request.META["SCRIPT_NAME"]):
            response.headers.setdefault("Cache-Control", "no-store")  # « Précédent » shows nothing to the next pupil
        return response

    return middleware


class KnowUser:
    """ASGI middleware for sockets: `scope["user"]`, and `scope["session"]` (None without one).

    Who sends no session cookie has not signed in: the database is not asked, on whose thread newcomers would queue.
    """

    def __init__(self, app):
        self.app, self.signed_in = app, AuthMiddlewareStack(app)

    async def __call__(self, scope, receive, send):
        if settings.SESSION_COOKIE_NAME in cookies_of(scope):
            await self.signed_in(scope, receive, send)
        else:
            await self.app({**scope, "user": AnonymousUser(), "session": None}, receive, send)


class KnowPupil:
    """ASGI middleware for sockets, inside Channels' authentication."""

    def __init__(self, app):
        self.app, self.blocked, self.silent = app, SharedReading(blocks.blocked), SharedReading(silent_places)

    async def __call__(self, scope, receive, send):
        cookies = cookies_of(scope)
        ask = database_sync_to_async(identify) if identity.CLAIM in cookies else identify_now
        pupil = await ask(scope.get("root_path", ""), cookies, scope["user"])
        if not path_in_site(scope).startswith(CHAT):
            reason = None
        elif pupil.blocked:
            reason = BLOCKED
        else:
            address = (scope["client"] or [""])[0]
            reason = await self.is_shut_out(address, scope["user"]) and blocks.SENTENCE
            if path_in_site(scope).startswith(SIMPLE_CHAT) and address in await self.silent.answer():
                pupil = replace(pupil, muted=not pupil.staff)
        if reason:
            await refuse(receive, send, REFUSED, reason)
        else:
            await self.app({**scope, "pupil": pupil}, receive, send)

    async def is_shut_out(self, address, user):
        """As the function of that name; newcomers share its question."""
        return address not in THIS_PC and not user.is_staff and address in await self.blocked.answer()


def is_shut_out(address, user):
    """Staff never are, nor is this PC."""
    return address not in THIS_PC and address in blocks.blocked() and not user.is_staff


def cookies_of(scope):
    headers = [value.decode("latin-1") for name, value in scope["headers"] if name == b"cookie"]
    return parse_cookie("; ".join(headers))


def identify(mount, cookies, user):
    """The Who. In a frame of the lesson one plays several clients: nobody's name is used there."""
    return identity.Who(staff=user.is_staff) if is_frame(mount) else identity.identify(cookies, user.is_staff)


def is_frame(mount):
    return FRAME.search(f"{mount}/") is not None


async def identify_now(*args):
    """Without a thread: without a claim no database is asked."""
    return identify(*args)
