"""Whose PC is this? Only who sits at the machine that serves the site may run its pupil's file."""

import ipaddress

FORWARDED = {"forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip"}


def is_owner(client, server, headers):
    """`client` and `server`: addresses of both ends of the connection; `headers`: names in lower case."""
    if FORWARDED & set(headers):  # from a proxy everybody seems to be at this machine
        return False
    return is_loopback(client) or client == server != ""  # a Unix socket has no addresses: its client is a proxy


def is_loopback(address):
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def owns(request):
    headers = {name.lower() for name in request.headers}
    return is_owner(request.META.get("REMOTE_ADDR", ""), request.META.get("SERVER_NAME", ""), headers)


def owns_socket(scope):
    ends = [(scope.get(end) or [""])[0] for end in ("client", "server")]
    return is_owner(*ends, {name.decode("latin-1").lower() for name, _ in scope["headers"]})
