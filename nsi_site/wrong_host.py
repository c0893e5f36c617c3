"""Who asks for the site under a name that is not its own learns which address to type."""

from django.conf import settings
from django.core.exceptions import DisallowedHost

from nsi_site import network
from pages import errors

LONGEST = 60  # characters of the name that is quoted


def bad_request(request, exception):
    """Django's handler of requests that make no sense."""
    # Behind a proxy the addresses of this machine are of no use, and nobody's business.
    if not isinstance(exception, DisallowedHost) or not isinstance(settings.ALLOWED_HOSTS, network.OwnHosts):
        return errors.bad_request(request, exception)
    asked = request.META.get("HTTP_HOST", "")[:LONGEST]
    hosts = network.lan_addresses() or ["localhost"]
    addresses = " ou ".join(f"http://{host}:{request.get_port()}/" for host in hosts)
    return errors.error_page(
        400,
        "Ce n’est pas l’adresse du site",
        f"Votre requête est bien arrivée, mais ce site ne s’appelle pas « {asked} ».",
        f"Tapez plutôt\u00a0: {addresses}",
    )
