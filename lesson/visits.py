"""The page of the step on cookies: it counts visits without keeping anything on the server."""

from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_cookie


@require_safe
@vary_on_cookie
def visits(request):
    number = int_or_zero(request.COOKIES.get("visites")) + 1
    response = render(request, "lesson/visits.html", {"number": number})
    here = {"path": request.path, "samesite": "Lax"}
    response.set_cookie("visites", number, max_age=120, **here)
    return response


def int_or_zero(text):
    """What the browser sends may have been changed by its owner: anything but a small number counts as none."""
    return int(text) if text and text.isdecimal() and len(text) < 6 else 0
