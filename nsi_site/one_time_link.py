"""A link that signs in once, without a password: made on demand at this PC (`start.py lien`), valid there alone.

The link itself changes nothing, for browsers and other programs look at links on their own: it only hands its token to
a cookie and leads to a page without the token in its address, whose button signs in and burns the link.
"""

from django.contrib.auth import get_user_model, login
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

COOKIE = "lien"
BACKEND = "django.contrib.auth.backends.ModelBackend"


class Tokens(PasswordResetTokenGenerator):
    """Void after PASSWORD_RESET_TIMEOUT seconds, and once its account has signed in: nothing need be stored."""

    key_salt = "nsi_site.one_time_link"

    def _make_hash_value(self, user, timestamp):
        return f"{user.pk} {user.password} {user.last_login} {timestamp}"


tokens = Tokens()


def make_path(user):
    """The link's path for a member of the staff."""
    return reverse("one-time-link", args=[f"{user.pk}-{tokens.make_token(user)}"])


@require_safe
@never_cache
def open_link(request, token):
    response = redirect("enter")
    response.headers["Referrer-Policy"] = "no-referrer"
    response.set_cookie(COOKIE, token, path=reverse("enter"), httponly=True, samesite="Lax", secure=request.is_secure())
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def enter(request):
    """The button, and what it does."""
    token = request.COOKIES.get(COOKIE, "")
    with transaction.atomic():  # of two clicks at once the second finds the link burnt
        user = owner(token)
        if user and request.method == "POST":
            login(request, user, backend=BACKEND)
    if user is None or request.method != "POST":
        return render(request, "nsi_site/enter.html", {"owner": user}, status=200 if user else 410)
    response = redirect("desk")
    response.delete_cookie(COOKIE, path=reverse("enter"), samesite="Lax")
    return response


def owner(token):
    """The member of the staff whom a token signs in, or None."""
    number, _, token = token.partition("-")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    user = get_user_model().objects.select_for_update().filter(pk=number, is_active=True, is_staff=True).first()
    return user if user and tokens.check_token(user, token) else None
