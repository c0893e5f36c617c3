"""Under which names and addresses this machine is reached."""

import re
import socket
import time
from ipaddress import IPv4Address, ip_address

import psutil

FRESH = 5  # seconds: a laptop that changes network is reached again after that long
ROUTED = ("192.0.2.1", 9)  # any address outside the LAN (this one is reserved for documentation)


class OwnHosts(list):
    """For ALLOWED_HOSTS: the names and addresses of this machine, followed as they change.

    It is a list, because Django insists on one, that looks at the network again when it is read.
    """

    def __init__(self):
        super().__init__(host_names())
        self.seen_at = time.monotonic()

    def __iter__(self):
        if time.monotonic() - self.seen_at > FRESH:
            self.seen_at = time.monotonic()
            self[:] = host_names()
        return super().__iter__()


def host_names():
    """All that a browser may write in a Host header to reach this machine."""
    return ["localhost", *computer_names(), *(as_host(str(address)) for address in addresses())]


def computer_names():
    """As the neighbours know this computer: bare (Windows' name service) and with `.local` (multicast DNS)."""
    name = socket.gethostname().lower()
    if not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)*", name):
        return []
    bare = name.split(".")[0]
    return list(dict.fromkeys([name, bare, f"{bare}.local"]))


def addresses():
    """Every address of every network card, loopback included."""
    cards = psutil.net_if_addrs().values()
    texts = [card.address for entries in cards for card in entries if card.family in (socket.AF_INET, socket.AF_INET6)]
    # A link-local IPv6 address names its card after a "%", which no browser can send.
    return [ip_address(text) for text in texts if "%" not in text]


def as_host(address):
    """As written in a URL: an IPv6 address has brackets there."""
    return f"[{address}]" if ":" in address else address


def lan_addresses():
    """The IPv4 addresses to give to the class, as texts, the likeliest first."""
    found = [address for address in addresses() if isinstance(address, IPv4Address) and not address.is_loopback]
    preferred = outgoing_address()
    return [str(address) for address in sorted(found, key=lambda it: (str(it) != preferred, it.is_link_local))]


def outgoing_address():
    """The address of the card that leads out of here, or None. Nothing is sent: connecting UDP only chooses a route."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(ROUTED)
        except OSError:
            return None
        return probe.getsockname()[0]
