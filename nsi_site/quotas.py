"""How many of what one address, and all together, may hold: the one table (the README prints it)."""

import asyncio
import logging
import time
from collections import Counter
from contextlib import asynccontextmanager
from dataclasses import dataclass

from django.conf import settings

from chat.people import THIS_PC
from nsi_site import descriptors

PUPILS = 35
SCHOOL = 20  # classes that may reach the site by one address at the same time
SOCKETS, KEPT_ALIVE = 4, 6  # of one pupil: those of the heaviest step, and what a browser keeps open
MARGIN = 2  # two tabs each
SHARED = 40  # how many PCs one address may be, with SHARED_ADDRESS=1
TUNNEL = "/ws/relais"  # the sockets by which pupils' tabs answer their visitors
HEALTH = "/sante"  # has turns of its own: a site whose pages all hang must still say that it is ill
SILENCE = 60  # seconds between two console lines about the same thing

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Quota:
    """One row: how many at once for one address and for all (0: any number), and what the next one gets."""

    what: str
    what_in_french: str
    address: int
    everybody: int
    refusal: int = 0  # an HTTP status or a WebSocket's close code; 0: it waits for its turn
    sentence: str = ""
    setting: str = ""  # which replaces `address`
    of_a_browser: bool = False  # counted by the cookie that names a browser, not by address

    def limit(self, address):
        """How many `address` may hold, 0 for any number."""
        if address in THIS_PC:
            return self.everybody
        one = getattr(settings, self.setting) if self.setting else self.address
        return one * (SHARED if settings.SHARED_ADDRESS and not self.of_a_browser else 1)


# For all together: what the system lets this process hold, less a reserve. For one address: never more than half of it.
CONNECTIONS = Quota(
    "connections",
    "connexions",
    address=SCHOOL * PUPILS * (SOCKETS + KEPT_ALIVE),
    everybody=descriptors.most_connections(),
    refusal=503,
    sentence="Trop de connexions sont ouvertes depuis votre adresse. Fermez des onglets, puis réessayez.",
)
SOCKETS_OPEN = Quota(
    "WebSockets",
    "WebSockets",
    address=SCHOOL * PUPILS * SOCKETS,
    everybody=0,
    refusal=4429,
    sentence="Trop de connexions depuis cette adresse",
    setting="CHAT_SOCKETS_PER_ADDRESS",
)
SOCKETS_UNNAMED = Quota(
    "WebSockets of browsers without the lesson's cookie",
    "WebSockets sans cookie de la leçon",
    address=PUPILS * SOCKETS * MARGIN,
    everybody=0,
    refusal=4429,
    sentence="Trop de connexions depuis cette adresse",
)
SOCKETS_OF_ONE = Quota(
    "WebSockets of one browser",
    "WebSockets d’un navigateur",
    address=SOCKETS * 6,  # tabs
    everybody=0,
    refusal=4429,
    sentence="Trop de connexions depuis ce navigateur : fermez des onglets",
    of_a_browser=True,
)
TUNNELS = Quota(
    "tunnels of pupils' servers",
    "tunnels de serveurs d’élèves",
    address=SCHOOL * PUPILS,
    everybody=0,
    refusal=4429,
    sentence="Trop de serveurs d’élèves sont ouverts depuis cette adresse",
)
REQUESTS = Quota("requests in progress", "requêtes en cours", address=6, everybody=60)
PASSWORDS = Quota("password checks in progress", "mots de passe en cours de vérification", address=2, everybody=2)
PASSWORDS_WAITING = Quota(
    "password checks waiting",
    "mots de passe qui attendent",
    address=10,
    everybody=10,
    refusal=503,
    sentence="Trop de mots de passe sont vérifiés en ce moment. Réessayez dans un instant.",
)
FRAMES = Quota(
    "frames a second",
    "trames par seconde",
    address=2000,  # of one socket: 200, see `socket_guard`
    everybody=0,
    refusal=4429,
    sentence="Trop de trames à la fois",
)
TABLE = [
    *(CONNECTIONS, SOCKETS_OPEN, SOCKETS_UNNAMED, SOCKETS_OF_ONE, TUNNELS),
    *(REQUESTS, PASSWORDS, PASSWORDS_WAITING, FRAMES),
]


class Holders:
    """Who holds how many of a quota's things now."""

    def __init__(self, quota):
        self.quota = quota
        self.by_address = Counter()
        self.total = 0
        self.told_at = -SILENCE

    def is_full(self):
        return 0 < self.quota.everybody <= self.total

    def may_take(self, address):
        """Whether there may be one more; if not, the console says so, once a minute."""
        if not self.is_full() and not 0 < self.quota.limit(address) <= self.by_address[address]:
            return True
        if time.monotonic() - self.told_at >= SILENCE:
            self.told_at = time.monotonic()
            logger.warning(
                "Limite atteinte (%s) : %s en a %d, tous ensemble %d.",
                self.quota.what_in_french,
                address,
                self.by_address[address],
                self.total,
            )
        return False

    def take(self, address):
        self.by_address[address] += 1
        self.total += 1

    def give_back(self, address):
        self.total -= 1
        self.by_address[address] -= 1
        if not self.by_address[address]:
            del self.by_address[address]


class Turns:
    """Lets in as many at once as the quota says; the next ones wait, first come, first served."""

    def __init__(self, quota):
        self.quota = quota
        self.everybody = asyncio.Semaphore(quota.everybody)
        self.gates = {}  # address → its semaphore
        self.users = Counter()  # address → how many are in or wait

    @asynccontextmanager
    async def turn(self, address):
        gate = self.gates.setdefault(address, asyncio.Semaphore(self.quota.limit(address)))
        self.users[address] += 1
        try:
            async with gate, self.everybody:
                yield
        finally:
            self.users[address] -= 1
            if not self.users[address]:
                del self.users[address], self.gates[address]
