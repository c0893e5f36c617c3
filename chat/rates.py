"""How often is too often."""

import time


class Bucket:
    """A token bucket: `rate` a second, `burst` at once (the rate itself unless told); a rate of 0 lifts the limit."""

    __slots__ = ("__weakref__", "burst", "filled_at", "now", "rate", "tokens")

    def __init__(self, rate, burst=None, now=time.monotonic):
        self.rate = rate
        self.burst = rate if burst is None else burst
        self.now = now
        self.tokens = self.burst
        self.filled_at = now()

    def take(self, tokens=1):
        """Take so many tokens; False, and none is taken, when there are less."""
        now = self.now()
        self.tokens = min(self.burst, self.tokens + (now - self.filled_at) * self.rate)
        self.filled_at = now
        if self.rate and self.tokens < tokens:
            return False
        self.tokens -= tokens
        return True

    def is_full(self):
        return self.tokens + (self.now() - self.filled_at) * self.rate >= self.burst
