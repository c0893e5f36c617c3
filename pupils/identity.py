"""Who a request comes from, told by two cookies: the claim, and that its pupil was here lately."""

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.utils import timezone

from pupils.models import Pupil

MARK = getattr(settings, "COOKIE_MARK", "")  # of this installation
CLAIM = f"eleve{MARK}"  # the cookie of the claim: number and token; it stays for the school year
PRESENT = f"present{MARK}"  # signed time of the last sign of life; it ends with the browser's session
CLAIM_AGE = 365 * 24 * 3600  # seconds
AWAY_AFTER = 30 * 60  # seconds without a sign of life, after which somebody else may sit there


@dataclass(frozen=True)
class Who:
    """`claim`: the pupil's number, None for nobody. `doubt`: the name to ask about (« Vous êtes Alice ? »)."""

    claim: int | None = None
    name: str = ""
    code: str = ""
    muted: bool = False
    blocked: bool = False
    staff: bool = False
    doubt: str = ""


def identify(cookies, staff=False):
    """The Who behind a dictionary of cookies. One query where there is a claim, none elsewhere."""
    pupil = claimed(cookies.get(CLAIM, ""))
    if pupil is None:
        return Who(staff=staff)
    if not is_present(cookies.get(PRESENT, "")):
        return Who(staff=staff, muted=pupil.muted, blocked=pupil.blocked, doubt=pupil.name)
    return Who(pupil.pk, pupil.name, pupil.code, pupil.muted, pupil.blocked, staff)


def claimed(token):
    """The Pupil whose token this is, whether present or not; None for a token that is void or was made up."""
    number, _, mac = token.partition("-")
    if not (mac and number.isascii() and number.isdigit() and len(number) < 19):
        return None
    pupil = Pupil.objects.filter(pk=int(number)).first()
    return pupil if pupil and pupil.holds(token) else None


def holder(request):
    """The Pupil whose claim a request's browser holds, whether somebody else may sit there or not."""
    return claimed(request.COOKIES.get(CLAIM, ""))


def current(request):
    """The Pupil of a request, None for nobody or for somebody in doubt."""
    return None if request.pupil.claim is None else holder(request)


def is_present(value):
    try:
        signing.TimestampSigner(salt="pupils.present").unsign(value, max_age=AWAY_AFTER)
    except signing.BadSignature:
        return False
    return True


def remember(request, response, pupil):
    """Give the browser the pupil's claim and a sign of life."""
    Pupil.objects.filter(pk=pupil.pk).update(seen_at=timezone.now())  # who was erased meanwhile stays so
    if holder(request) not in (None, pupil):
        forget_work(response)
    options = {"httponly": True, "samesite": "Lax", "secure": request.is_secure()}
    response.set_cookie(CLAIM, pupil.token, max_age=CLAIM_AGE, **options)
    response.set_cookie(PRESENT, signing.TimestampSigner(salt="pupils.present").sign("1"), **options)
    return response


def forget(response):
    """Take the claim from the browser, and the way to what was done with it; what the site keeps stays there."""
    response.delete_cookie(CLAIM, samesite="Lax")
    response.delete_cookie(PRESENT, samesite="Lax")
    return forget_work(response)


def forget_work(response):
    """The next pupil sees neither the exchanges nor the own rooms of the one before."""
    for name in settings.PUPIL_COOKIES:
        response.delete_cookie(name, samesite="Lax")
    return response
