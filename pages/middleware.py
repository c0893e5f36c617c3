"""What holds for every request, whichever page answers."""

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.http import HttpResponseNotAllowed
from django.utils.decorators import sync_and_async_middleware

from pages import errors


@sync_and_async_middleware
def read_as_utf8(get_response):
    """Whatever charset a request claims: UTF-7, for one, can bring lone surrogates, which no response can send back."""

    def middleware(request):
        request.encoding = "utf-8"
        return get_response(request)

    if iscoroutinefunction(get_response):
        markcoroutinefunction(middleware)
    return middleware


@sync_and_async_middleware
def explain_method_not_allowed(get_response):
    """Django's own 405 has an empty body: put our page into it."""
    if iscoroutinefunction(get_response):

        async def middleware(request):
            return with_explanation(request, await get_response(request))
    else:

        def middleware(request):
            return with_explanation(request, get_response(request))

    return middleware


def with_explanation(request, response):
    if isinstance(response, HttpResponseNotAllowed) and not response.content:
        response.content = errors.method_not_allowed(request).content
    return response
