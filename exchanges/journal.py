"""The journal: the last events of each visitor, in Django's cache, so that every process writes and reads the same.

A visitor's events lie in a ring of SIZE keys. The place of an event is its number, and numbers are reserved with
the cache's atomic `incr`: two processes never overwrite each other's events, and nothing is read to be written.
These functions wait for the cache: they belong on a thread.
"""

import json
import time
from typing import NamedTuple

from django.core.cache import caches

SIZE = 200  # events a visitor
FORGOTTEN_AFTER = 3 * 3600  # seconds without an event
CLEAR = None  # in an event's place: forget what came before


def cache():
    return caches["exchanges"]


def counter(visitor):
    return f"{visitor}:last"


def floor(visitor):
    return f"{visitor}:floor"


def place(visitor, number):
    return f"{visitor}:{number % SIZE}"


def store(batch):
    """Keep a batch of (visitor, event) in its order; return whose journals have changed."""
    news = {}
    for visitor, event in batch:
        news.setdefault(visitor, []).append(event)
    for visitor, events in news.items():
        append(visitor, events)
    return list(news)


def append(visitor, events):
    first = reserve(visitor, len(events))
    values = {}
    for number, event in enumerate(events, first):
        if event is CLEAR:
            forget(visitor, number)
            values = {}
        else:
            text = json.dumps({"seq": number, **event}, ensure_ascii=False)
            values[place(visitor, number)] = number, text
    cache().set_many(values, FORGOTTEN_AFTER)


def reserve(visitor, how_many):
    """The first of as many new numbers.

    A journal's numbers start at the time in milliseconds: one that was lost or forgotten starts again above those
    that an open page has seen.
    """
    start = int(time.time() * 1000)
    if cache().add(counter(visitor), start, FORGOTTEN_AFTER):
        cache().set(floor(visitor), start, FORGOTTEN_AFTER)
    last = cache().incr(counter(visitor), how_many)
    cache().touch(counter(visitor), FORGOTTEN_AFTER)
    cache().touch(floor(visitor), FORGOTTEN_AFTER)
    return last - how_many + 1


def forget(visitor, number):
    """Forget everything up to `number`."""
    cache().delete_many([place(visitor, each) for each in range(SIZE)])
    cache().set(floor(visitor), number, FORGOTTEN_AFTER)


class Page(NamedTuple):
    """What a reader gets: the journal starts above `floor`, `last` is the last number given, events are
    (number, JSON text) in their order."""

    floor: int
    last: int
    events: list


def load(visitor, after, skip_missing=False):
    """The events above `after`.

    A number that was given and has no event yet is being written by another process: the page ends before it, so
    that no reader passes by an event still to come, unless `skip_missing`.
    """
    heads = cache().get_many([counter(visitor), floor(visitor)])
    last, bottom = heads.get(counter(visitor), 0), heads.get(floor(visitor), 0)
    wanted = range(max(after, bottom, last - SIZE) + 1, last + 1)
    found = dict(cache().get_many([place(visitor, number) for number in wanted]).values()) if wanted else {}
    events = []
    for number in wanted:
        if number in found:
            events.append((number, found[number]))
        elif not skip_missing:
            break
    return Page(bottom, last, events)
