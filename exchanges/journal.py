"""The journal: the last events of each visitor, in Django's cache, so that every process writes and reads the same.

A visitor's journal is a ring of PLACES pieces of PIECE bytes; an event takes as many pieces, one after another, as its
text needs. The place of a piece is its number, and numbers are reserved with the cache's atomic `incr`: two processes
never overwrite each other's events, and nothing is read to be written. What all visitors together may take is the
cache's MAX_ENTRIES times PIECE.

A frame that comes again and again (a clock's) takes the place of the first as long as nothing else happens in the
visitor's frames: it keeps the number and the time (`at`) of the first, says its own (`until`), and the `count` of all.

These functions wait for the cache: they belong on a thread.
"""

import json
import re
import time
from types import MappingProxyType
from typing import NamedTuple

from django.core.cache import caches

PIECE = 1024  # bytes
PLACES = 1024  # pieces a visitor: 1 MiB
FORGOTTEN_AFTER = 3 * 3600  # seconds without an event
LONGEST_REPEATED = 300  # characters: with its count and the rest of its event, it is one piece
CLEAR = None  # in an event's place: forget what came before

DIGITS = re.compile(r"\d+")


class Piece(NamedTuple):
    """The piece `rank`, of `of`, of an event's text."""

    number: int
    rank: int
    of: int
    data: bytes


class Run(NamedTuple):
    """A frame that may come again: what it looks like, its number, when it came first and how many times."""

    shape: str
    number: int
    at: str
    count: int


def cache():
    return caches["exchanges"]


def counter(visitor):
    return f"{visitor}:last"


def floor(visitor):
    return f"{visitor}:floor"


def runs_of(visitor):
    return f"{visitor}:runs"


def place(visitor, number):
    return f"{visitor}:{number % PLACES}"


# --- writing --------------------------------------------------------------------------------------------


def store(batch):
    """Keep a batch of (visitor, event) in its order; return whose journals have changed."""
    news = {}
    for visitor, event in batch:
        news.setdefault(visitor, []).append(event)
    for visitor, events in news.items():
        append(visitor, events)
    return list(news)


def append(visitor, events):
    values = {runs_of(visitor): cache().get(runs_of(visitor), {})}
    for event in events:
        if event is CLEAR:
            forget(visitor)
            values = {runs_of(visitor): {}}
        else:
            values |= put(visitor, event, values[runs_of(visitor)])
    cache().set_many(values, FORGOTTEN_AFTER)
    cache().touch(counter(visitor), FORGOTTEN_AFTER)
    cache().touch(floor(visitor), FORGOTTEN_AFTER)


def put(visitor, event, runs):
    """The pieces of an event, each with its place; `runs` (exchange to Run) is kept up to date."""
    shape = shape_of(event)
    run = runs.get(event["exchange"]) if shape else runs.clear()
    if run and run.shape == shape and not is_nearly_lost(visitor, run):
        runs[event["exchange"]] = run = run._replace(count=run.count + 1)
        event = event | {"at": run.at, "until": event["at"], "count": run.count}
        return pieces(visitor, run.number, split(event))
    data = split(event)
    first = reserve(visitor, len(data))
    if shape:
        runs[event["exchange"]] = Run(shape, first, event["at"], 1)
    return pieces(visitor, first, data)


def shape_of(event):
    """What a frame that nobody asked for has in common with those that only count on; "" for anything else."""
    if event.get("unasked") and len(event["text"]) <= LONGEST_REPEATED:
        return DIGITS.sub("0", event["text"])
    return ""


def is_nearly_lost(visitor, run):
    """Whether other events, of another process too, will soon take its place."""
    return run.number < cache().get(counter(visitor), 0) - PLACES // 2


def split(event):
    data = json.dumps(event, ensure_ascii=False).encode(errors="replace")
    return [data[start : start + PIECE] for start in range(0, len(data), PIECE)]


def pieces(visitor, first, data):
    found = [Piece(first + rank, rank, len(data), each) for rank, each in enumerate(data)]
    return {place(visitor, piece.number): piece for piece in found}


def reserve(visitor, how_many):
    """The first of as many new numbers.

    A journal's numbers start at the time in milliseconds: one that was lost or forgotten starts again above those
    that an open page has seen.
    """
    start = int(time.time() * 1000)
    if cache().add(counter(visitor), start, FORGOTTEN_AFTER):
        cache().set(floor(visitor), start, FORGOTTEN_AFTER)
    return cache().incr(counter(visitor), how_many) - how_many + 1


def forget(visitor):
    number = reserve(visitor, 1)
    cache().delete_many([place(visitor, each) for each in range(PLACES)])
    cache().set(floor(visitor), number, FORGOTTEN_AFTER)


# --- reading --------------------------------------------------------------------------------------------


class Page(NamedTuple):
    """What a reader gets: the journal starts above `floor`, `last` is the last number given.

    `events` are (number, JSON text) in their order, `repeats` those told before that stand for more by now, and
    `counts` (number to how many) is for the next call.
    """

    floor: int
    last: int
    events: list
    repeats: list
    counts: dict


def load(visitor, after, told=MappingProxyType({}), skip_missing=False):
    """The events above `after`, and of those below what has come again since `told`, an earlier page's counts.

    A number that was given and has no piece yet is being written by another process: the page ends before it, so
    that no reader passes by an event still to come, unless `skip_missing`.
    """
    heads = cache().get_many([counter(visitor), floor(visitor), runs_of(visitor)])
    last, bottom = heads.get(counter(visitor), 0), heads.get(floor(visitor), 0)
    counts = {run.number: run.count for run in heads.get(runs_of(visitor), {}).values()}
    events = load_range(visitor, range(max(after, bottom, last - PLACES) + 1, last + 1), skip_missing)
    grown = [number for number, count in counts.items() if count > told.get(number, count)]
    return Page(bottom, last, events, load_range(visitor, grown, skip_missing=True), counts)


def load_range(visitor, numbers, skip_missing):
    """(number, JSON text) of each event of which all pieces are there."""
    pieces = cache().get_many([place(visitor, number) for number in numbers]).values() if numbers else ()
    by_number = {piece.number: piece for piece in pieces}
    events, data = [], []
    for number in numbers:
        piece = by_number.get(number)
        if piece is None and not skip_missing:
            break
        if piece is None or piece.rank == 0:
            data = []
        if piece and piece.rank == len(data):
            data.append(piece.data)
            if len(data) == piece.of:
                events.append((number, f'{{"seq": {number}, {b"".join(data).decode()[1:]}'))
    return events
