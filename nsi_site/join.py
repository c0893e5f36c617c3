"""The page to project at the start: the address to type, and its QR code."""

from urllib.parse import urlsplit

from django.shortcuts import render
from django.views.decorators.http import require_safe

from chat.people import THIS_PC
from nsi_site import network, seen
from relay.welcome import qr_code


class Listening:
    """Where the server of this process listens, as `runserver` was told; "" where nobody said it."""

    address = ""

    @classmethod
    def is_closed(cls):
        """Whether no other PC can get in."""
        return cls.address == "localhost" or cls.address in THIS_PC


@require_safe
def join(request):
    host = asked(request).hostname
    urls = [url(request, name) for name in class_hosts(host)]
    context = {
        "url": urls[0] if urls else "",
        "qr_code": qr_code(urls[0]) if urls else "",
        "others": [{"url": other, "qr_code": qr_code(other)} for other in urls[1:]],
        "opened_here": is_own_name(host),
        "is_closed": Listening.is_closed(),
    }
    return render(request, "nsi_site/join.html", context)


def class_hosts(host):
    """What the class may type to reach this machine, the likeliest first. `host` is what reached it just now."""
    addresses = network.lan_addresses()
    for better in (seen.Seen.last_host, host):  # what leads here for sure
        if better in addresses:
            addresses = [better, *(address for address in addresses if address != better)]
    if host in addresses:
        return addresses
    # Another name than those of this machine is a proxy's: the addresses behind it are of no use.
    return addresses if is_own_name(host) else [host]


def is_own_name(host):
    """Whether the name leads each PC to itself, or may mean nothing to the neighbours."""
    return host in {"localhost", "127.0.0.1", "::1", *network.computer_names()}


def url(request, host):
    """With the port that the browser just used, if it had to name one."""
    port = asked(request).port
    name = f"[{host}]" if ":" in host else host
    return f"{request.scheme}://{name}{f':{port}' if port else ''}/"


def asked(request):
    return urlsplit(f"//{request.get_host()}")
