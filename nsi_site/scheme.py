"""With HTTPS=1 the proxy must say which scheme the browser used: without, a redirect to HTTPS would never end."""

import logging
import time

from django.http import HttpResponse

from nsi_site import plain_pages, quotas

HEADER = "HTTP_X_FORWARDED_PROTO"
EXPLANATION = (
    "Ce site est réglé pour HTTPS (HTTPS=1), mais le proxy devant lui ne dit pas comment le navigateur l’a "
    "joint\u00a0: l’en-tête X-Forwarded-Proto manque. Avec nginx\u00a0: proxy_set_header X-Forwarded-Proto $scheme;"
)

logger = logging.getLogger(__name__)


def require_scheme(get_response):
    """Django middleware, before the one that redirects."""
    last_told = -quotas.SILENCE

    def middleware(request):
        nonlocal last_told
        if HEADER in request.META:
            return get_response(request)
        if time.monotonic() - last_told >= quotas.SILENCE:
            last_told = time.monotonic()
            logger.error(EXPLANATION)
        return HttpResponse(plain_pages.page(500, EXPLANATION), status=500)

    return middleware
