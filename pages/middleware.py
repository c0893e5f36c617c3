"""What holds for every request, whichever page answers."""

from django.http import HttpResponseNotAllowed

from pages import errors


def read_as_utf8(get_response):
    """Whatever charset a request claims: UTF-7, for one, can bring lone surrogates, which no response can send back."""

    def middleware(request):
        request.encoding = "utf-8"
        return get_response(request)

    return middleware


def explain_method_not_allowed(get_response):
    """Django's own 405 has an empty body: put our page into it."""

    def middleware(request):
        response = get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            response.content = errors.method_not_allowed(request).content
        return response

    return middleware
