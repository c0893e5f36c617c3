"""Wrong passwords: django-axes counts them by address, in the cache, which forgets them after a minute."""

import logging

from axes.signals import user_locked_out
from django.conf import settings
from django.dispatch import receiver

from pages import errors

logger = logging.getLogger(__name__)


def locked(request, response, credentials):
    """The page for an address with too many wrong passwords; no password was looked at."""
    page = errors.error_page(
        429,
        "Trop de mots de passe faux",
        "Ce poste a donné trop de mots de passe faux. Il doit attendre une minute ; "
        "les autres postes ne sont pas concernés.",
        "Mot de passe oublié ? Sur le PC du site : python3 start.py --password, ou python3 start.py lien.",
    )
    page.headers["Retry-After"] = str(int(settings.AXES_COOLOFF_TIME.total_seconds()))
    return page


@receiver(user_locked_out)
def tell(request, ip_address, **kwargs):
    """Once for each lock: what comes while it lasts is not counted."""
    if request.axes_failures_since_start:
        logger.warning("Trop de mots de passe faux à l’adresse %s : elle attend une minute.", ip_address)
