"""While the site is open, the console says when the class needs another address."""

import logging
import threading

from nsi_site import network

PAUSE = 5  # seconds between two looks

logger = logging.getLogger(__name__)


def start(port):
    """Watch on a thread of its own, for as long as the process lives."""
    arguments = (port, network.lan_addresses(), threading.Event())
    threading.Thread(target=watch, args=arguments, name="network-watch", daemon=True).start()


def watch(port, before, stop):
    while not stop.wait(PAUSE):
        try:
            now = network.lan_addresses()
        except OSError:  # no descriptor is left for a look: next time
            continue
        if set(now) != set(before):
            logger.warning("%s", told(now, port))
        before = now


def told(addresses, port):
    if not addresses:
        return "Plus de réseau\u00a0: la classe ne peut pas joindre ce PC."
    return f"Le réseau a changé. Pour la classe\u00a0: {' ou '.join(f'http://{each}:{port}/' for each in addresses)}"
