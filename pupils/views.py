"""How a pupil takes a name, comes back to it, leaves it; and what is kept meanwhile."""

from contextlib import suppress

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from pupils import identity, names, notes
from pupils.forms import ClaimForm, ReturnForm


@require_POST
def claim(request):
    """Take a name, or change one's own."""
    pupil = identity.current(request)
    browser = request.COOKIES.get(settings.CSRF_COOKIE_NAME, "")
    form = ClaimForm(request.POST, pupil=pupil, address=address(request), browser=browser)
    if not form.is_valid():
        return refuse(request, form)
    try:
        return welcome(request, form.save())
    except IntegrityError:
        form.add_error("pseudonyme", ValidationError(names.TAKEN, code="taken"))
    except ValidationError as error:
        form.add_error(None, error)
    return refuse(request, form)


@require_POST
def come_back(request):
    """Take a claim up again, with its code."""
    form = ReturnForm(request.POST, address=address(request))
    return welcome(request, form.pupil) if form.is_valid() else refuse(request, form)


@require_POST
def here(request):
    """« Oui, c'est moi », and the sign of life of a page in use."""
    pupil = identity.holder(request)
    if pupil is None:
        return answer(request, {"name": ""}, status=404)
    confirmed = request.pupil.claim is not None or "oui" in request.POST
    response = answer(request, {"name": pupil.name if confirmed else "", "doubt": "" if confirmed else pupil.name})
    return identity.remember(request, response, pupil) if confirmed else response


@require_POST
def leave(request):
    """« Ce n'est pas moi »: the browser forgets, the site keeps; notes that it lacked come with the farewell."""
    pupil = identity.holder(request)
    if pupil and request.POST.get("notes"):
        with suppress(ValidationError):
            notes.write(pupil, notes.parsed(request.POST["notes"]))
    return identity.forget(answer(request, {"name": ""}))


@require_safe
def privacy(request):
    return render(request, "pupils/privacy.html", {"keep_days": settings.KEEP_DAYS})


def address(request):
    return request.META.get("REMOTE_ADDR") or None


def welcome(request, pupil):
    if not wants_json(request):
        messages.success(request, f"Vous êtes {pupil.name}. Votre code pour revenir\u00a0: {pupil.code}")
    return identity.remember(request, answer(request, {"name": pupil.name, "code": pupil.code}), pupil)


def refuse(request, form):
    """The first thing that is wrong, in French: one sentence is enough for one field."""
    error = next(iter(form.errors.as_data().values()))[0]
    detail = " ".join(error.messages)
    if not wants_json(request):
        messages.error(request, detail)
    status = 429 if error.code in {"locked", "quota"} else 400
    return answer(request, {"error": error.code, "detail": detail}, status)


def answer(request, content, status=200):
    """JSON for a script; a browser without scripts goes back to the page it came from."""
    return JsonResponse(content, status=status) if wants_json(request) else redirect(came_from(request))


def wants_json(request):
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def came_from(request):
    page = request.POST.get("page", "")
    return page if url_has_allowed_host_and_scheme(page, {request.get_host()}) else reverse("home")
