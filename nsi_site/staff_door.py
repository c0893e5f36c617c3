"""Staff sign in at this PC only: over plain HTTP a password and a session would cross the network for all to read."""

from django.conf import settings
from django.http.request import split_domain_port
from django.shortcuts import render

from chat.people import THIS_PC
from nsi_site import network, proxy

PLACES = ("/admin", "/classe", "/entrer")
OWN_NAMES = ("localhost", "127.0.0.1", "[::1]")


def guard_staff(get_response):
    """Django middleware: what is the staff's opens at this PC, elsewhere a page says why it does not."""

    def middleware(request):
        if not is_for_staff(request.path_info):
            return get_response(request)
        response = get_response(request) if is_open(request) else explanation(request)
        response.headers["X-Frame-Options"] = "DENY"
        return response

    return middleware


def is_for_staff(path):
    return any(path == place or path.startswith(f"{place}/") for place in PLACES)


def is_open(request):
    """Whether a password may be typed here."""
    return settings.HTTPS or settings.STAFF_FROM_ANYWHERE or is_this_pc(request)


def is_this_pc(request):
    """A loopback client *and* a loopback name: a tunnel or another PC's page may have one of them, not both."""
    name, _port = split_domain_port(request.get_host())
    is_direct = not any(name in request.headers for name in proxy.SAY_SO) and not is_from_bare_proxy(request)
    return is_direct and name in OWN_NAMES and request.META.get("REMOTE_ADDR") in THIS_PC


def is_from_bare_proxy(request):
    """nginx with nothing but `proxy_pass` asks by the process's own address, in HTTP/1.0, which no browser speaks."""
    return getattr(request, "scope", {}).get("http_version") == "1.0"


def explanation(request):
    """Who sits at this PC and came by its LAN address gets the way in."""
    sits_here = request.META.get("REMOTE_ADDR") in {str(address) for address in network.addresses()}
    port = request.get_port()
    context = {"sits_here": sits_here, "address": f"http://localhost:{port}{request.path_info}"}
    return render(request, "nsi_site/staff_elsewhere.html", context, status=403)
