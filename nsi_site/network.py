"""Under which names and addresses this machine is reached."""

import re
import socket
import time
from ipaddress import IPv4Address, ip_address

import psutil

FRESH = 5  # seconds: a laptop that changes network is reached again after that long
# Cards of VPNs and of virtual machines, as the systems name them.
VIRTUAL = re.compile(
    r"^(?:tun|tap|utun|ppp|ipsec|wg|zt|tailscale|docker|br-|veth|virbr|vmnet|vboxnet|bridge\d)"
    r"|VPN|TAP-|WireGuard|Tailscale|ZeroTier|vEthernet|VirtualBox|VMware|Hyper-V",
    re.IGNORECASE,
)
ROUTED = ("192.0.2.1", 9)  # any address outside the LAN (this one is reserved for documentation)


class OwnHosts(list):
    """For ALLOWED_HOSTS: the names and addresses of this machine, followed as they change.

    It is a list, because Django insists on one, that looks at the network again when it is read: now and then, and
    whenever a reader comes to its end. That one looks for a name that may have become ours a moment ago.
    """

    def __init__(self):
        super().__init__(host_names())
        self.seen_at = time.monotonic()

    def __iter__(self):
        if time.monotonic() - self.seen_at > FRESH:
            self.look()
        known = self[:]
        yield from known
        self.look()
        yield from (name for name in self[:] if name not in known)

    def look(self):
        self.seen_at = time.monotonic()
        self[:] = host_names()


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
    return [address for address, _card in addresses_and_cards()]


def addresses_and_cards():
    """(address, name of the card) for each address."""
    return [
        (ip_address(entry.address), name)
        for name, entries in psutil.net_if_addrs().items()
        for entry in entries
        # A link-local IPv6 address names its card after a "%", which no browser can send.
        if entry.family in (socket.AF_INET, socket.AF_INET6) and "%" not in entry.address
    ]


def as_host(address):
    """As written in a URL: an IPv6 address has brackets there."""
    return f"[{address}]" if ":" in address else address


def lan_addresses():
    """The IPv4 addresses to give to the class, as texts, the likeliest first.

    Whatever leads out of here may be a tunnel, which no neighbour can enter: a card of a school's network goes first.
    """
    tunnels, outgoing = tunnel_cards(), outgoing_address()

    def rank(found):
        address, card = found
        is_virtual = card in tunnels or VIRTUAL.search(card) is not None
        return address.is_link_local, is_virtual, str(address) != outgoing, not address.is_private

    found = [each for each in addresses_and_cards() if isinstance(each[0], IPv4Address) and not each[0].is_loopback]
    return [str(address) for address, _card in sorted(found, key=rank)]


def tunnel_cards():
    """The names of the cards that lead to one other machine only. (Windows does not say it: see VIRTUAL.)"""
    return {name for name, card in psutil.net_if_stats().items() if "pointopoint" in card.flags}


def outgoing_address():
    """The address of the card that leads out of here, or None. Nothing is sent: connecting UDP only chooses a route."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(ROUTED)
        except OSError:
            return None
        return probe.getsockname()[0]
