"""What answers under `/ws/` when the request asks for a page: these addresses wait for WebSockets."""

import logging

from django.views.decorators.http import require_safe

from pages.errors import error_page

logger = logging.getLogger(__name__)


@require_safe
def sockets_only(request, path):
    if "Sec-WebSocket-Key" in request.headers:  # a handshake it was, before something on its way cut it down
        logger.warning(
            "%s demande une WebSocket, mais un proxy du réseau enlève l’en-tête Upgrade : le chat ne peut pas marcher.",
            request.META.get("REMOTE_ADDR"),
        )
        cause = "Votre navigateur a demandé une WebSocket, mais le réseau (un proxy) en a enlevé l’en-tête Upgrade."
        advice = "Prévenez votre professeur : ce proxy doit laisser passer les WebSockets vers ce site."
    else:
        cause = "Cette adresse attend une WebSocket, pas une requête de page : il manque l’en-tête Upgrade."
        advice = "Ouvrez plutôt le chat : sa page demande elle-même la WebSocket."
    response = error_page(426, "Passage à WebSocket requis", cause, advice)
    response["Upgrade"] = "websocket"
    response["Connection"] = "Upgrade"
    return response
