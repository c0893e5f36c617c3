"""Who a request is: `request.pupil` for views and templates, `scope["pupil"]` for consumers. Nobody else asks."""

from channels.db import database_sync_to_async
from django.http import parse_cookie
from django.utils.functional import SimpleLazyObject

from pupils import identity


def know_pupil(get_response):
    """Django middleware; whoever does not look at `request.pupil` pays nothing."""

    def middleware(request):
        request.pupil = SimpleLazyObject(lambda: identity.identify(request.COOKIES, request.user.is_staff))
        return get_response(request)

    return middleware


class KnowPupil:
    """ASGI middleware for sockets, inside Channels' authentication."""

    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        headers = [value.decode("latin-1") for name, value in scope["headers"] if name == b"cookie"]
        cookies = parse_cookie("; ".join(headers))
        staff = scope["user"].is_staff
        if identity.CLAIM in cookies:
            pupil = await database_sync_to_async(identity.identify)(cookies, staff)
        else:
            pupil = identity.Who(staff=staff)
        await self.app({**scope, "pupil": pupil}, receive, send)
