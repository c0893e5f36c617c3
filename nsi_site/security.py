"""The Content-Security-Policy of every page: nothing inline, nothing from outside."""

from asgiref.sync import iscoroutinefunction
from django.core.exceptions import DisallowedHost
from django.utils.decorators import sync_and_async_middleware

POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'self'; connect-src 'self'"
)


@sync_and_async_middleware
def content_security_policy(get_response):
    if iscoroutinefunction(get_response):

        async def middleware(request):
            return with_policy(request, await get_response(request))
    else:

        def middleware(request):
            return with_policy(request, get_response(request))

    return middleware


def with_policy(request, response):
    """Name our own WebSocket address too: for some browsers 'self' means http: alone."""
    try:
        sockets = f" ws://{request.get_host()} wss://{request.get_host()}"
    except DisallowedHost:
        sockets = ""
    response.headers.setdefault("Content-Security-Policy", POLICY + sockets)
    return response
