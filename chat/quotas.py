"""How much of the chat one person may take from the others: the one table (the README prints it)."""

import logging
import time
from dataclasses import dataclass

from django.conf import settings

from chat.people import THIS_PC
from chat.rates import Bucket

KB = 1024
SHARED = 40  # how many PCs one address may be, with SHARED_ADDRESS=1
SHORTEST_FRAME = 1000  # characters that a frame counts for at least, since it has to be looked at
SILENCE = 60  # seconds between two console lines about the same thing
REMEMBERED = 1000  # buckets, before those that are full again are forgotten

logger = logging.getLogger("chat")


@dataclass(frozen=True)
class Quota:
    """One row: `amount` in `period` seconds (0: at the same time), of which `at_once` without a pause."""

    what: str
    what_in_french: str
    amount: int
    period: int = 1
    at_once: int = 0  # 0: the whole amount

    def bucket(self, times=1):
        return Bucket(times * self.amount / self.period, burst=times * (self.at_once or self.amount))


RECEIVED = Quota("characters received a second", "caractères reçus par seconde", 128 * KB, at_once=512 * KB)
STORED = Quota("bytes of messages kept a minute", "octets de messages gardés par minute", 256 * KB, period=60)
HISTORY = Quota("pages of history a second", "pages d’historique par seconde", 10, at_once=40)
ROOMS = Quota("rooms opened an hour", "salons ouverts par heure", 3, period=3600)
NAMES = Quota("names kept from the others in a room", "noms gardés dans un salon", 3, period=0)
TABLE = [RECEIVED, STORED, HISTORY, ROOMS, NAMES]


class Meter:
    """Who has taken how much of a quota's thing lately, in this process."""

    def __init__(self, quota):
        self.quota = quota
        self.buckets = {}
        self.told_at = -SILENCE

    def take(self, person, amount=1):
        """Take so much; False when it is too much, and the console names the address, once a minute."""
        if all(bucket.take(amount) for bucket in self._buckets(person)):
            return True
        if time.monotonic() - self.told_at >= SILENCE:
            self.told_at = time.monotonic()
            logger.warning("Limite atteinte (%s) : %s", self.quota.what_in_french, person.address)
        return False

    def _buckets(self, person):
        """Of the address; where a class shares it, of whom the claim or the cookie names too. This PC has no limit."""
        if person.holder != person.address:
            yield self._bucket(person.holder, 1)
        if person.address not in THIS_PC:
            yield self._bucket(person.address, SHARED if settings.SHARED_ADDRESS else 1)

    def _bucket(self, holder, times):
        if len(self.buckets) >= REMEMBERED:
            self.buckets = {other: bucket for other, bucket in self.buckets.items() if not bucket.is_full()}
        if holder not in self.buckets:
            self.buckets[holder] = self.quota.bucket(times)
        return self.buckets[holder]


received, stored, history, rooms = Meter(RECEIVED), Meter(STORED), Meter(HISTORY), Meter(ROOMS)
