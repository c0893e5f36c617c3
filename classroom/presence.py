"""Who has a page of the site open, as their sockets say. In the cache, so that all processes know."""

from django.core.cache import cache

BEAT = 15  # seconds between two signs of life of a page
FORGOTTEN = 40  # seconds without one


def key(claim):
    return f"classroom.here.{claim}"


async def beat(claim, visitor):
    """A page of this pupil is open. `visitor`: whose exchanges it shows, None outside the lesson."""
    await cache.aset(key(claim), visitor or "", FORGOTTEN)


def here(claims):
    """{claim: visitor} of the pupils that have a page open."""
    found = cache.get_many([key(claim) for claim in claims])
    return {claim: found[key(claim)] for claim in claims if key(claim) in found}
