"""Which HTTP methods a page answers, said as in the original lesson: `methods=["POST"]`."""

from functools import wraps

from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods


def methods(*names):
    """405 to any other method; HEAD comes with GET, and OPTIONS tells the list.

    Django's CSRF check runs before the view and would answer 403 to a POST to a page that takes none: here the
    method is looked at first, then the token.
    """
    allowed = [*names, "HEAD", "OPTIONS"] if "GET" in names else [*names, "OPTIONS"]

    def decorate(view):
        @csrf_exempt
        @require_http_methods(allowed)
        @csrf_protect
        @wraps(view)
        def page(request):
            if request.method == "OPTIONS":
                return HttpResponse(headers={"Allow": ", ".join(allowed)})
            return view(request)

        return page

    return decorate
