"""What the processes tell each other, as their number grows: `python -m bench.simulation [PROCESSES …]`.

The real census, its exchange, presence and clock run over a layer that is simulated, on a clock that jumps: SOCKETS and
ROOMS for each process, counted and not opened, whose clients come and go. One process is watched: it hears all the
others, hears nothing for a second, as after a cut of Redis, and must know the right number of every room some seconds
later. Its CPU time is what its code takes, packing and unpacking included, plus what channels-redis takes a message;
its sockets are another matter (`bench.idle`). Twice: with a room's clients at any process, and at one, as a proxy does
that goes by address. Table and plots are written to var/bench.
"""

import asyncio
import gc
import random
import selectors
import sys
import time
import types
from functools import partial
from unittest.mock import patch

import msgpack

from bench.curves import plot
from bench.peers.installing import FOLDER
from chat import census_sync
from chat.census import Census
from chat.census_sync import CensusSync
from chat.clock import Clock
from chat.presence import Presence
from chat.rooms import Rooms

PROCESSES = (2, 5, 10, 20, 50, 100, 200)
SOCKETS, ROOMS = 5000, 500  # for each process
STAY = 1000  # seconds that a client stays, on average
WARM_UP, MEASURED = 10, 60  # seconds of the simulated clock; in 60, each process sends a snapshot
CUT, CALM = 1, 6  # seconds in which the watched process hears nothing; then nobody comes or goes
PLACES = {"at any process": True, "at one process": False}
# Seconds of CPU, measured with channels-redis 4.3 and Redis 7 on one machine.
RECEIVE = 80e-6  # of a process, a message that it receives
PUBLISH, DELIVERY = 20e-6, 4e-6  # of Redis, a message, and each process that it goes to
COLUMNS = [
    *("processes", "rooms", "sockets", "a room's clients", "messages heard/s", "kB heard/s"),
    *("% of a core, of each", "of Redis's", "s of CPU to make good a cut"),
]


class JumpingLoop(asyncio.SelectorEventLoop):
    """Nobody waits: where all would sleep, it is later."""

    now = 0.0

    def __init__(self):
        super().__init__(JumpingSelector(self))

    def time(self):
        return self.now


class JumpingSelector(selectors.SelectSelector):
    def __init__(self, loop):
        super().__init__()
        self.loop = loop

    def select(self, timeout=None):
        self.loop.now += timeout or 0
        return super().select(0)


class Room:
    """A LiveRoom whose sockets are counted."""

    def __init__(self, key, sockets):
        self.key, self.sockets, self.start = key, range(sockets), 0.0

    def tell_presence(self, count):
        """Its sockets are none."""

    tell_elapsed = partial(tell_presence, None, 0)


class Layer:
    """Hands each message to the watched process, which is all that counts here, and questions to everybody."""

    def __init__(self, random):
        self.processes, self.watched, self.random = {}, None, random
        self.is_cut = False

    async def send(self, group, message, deadline=None):
        packed = msgpack.packb(message)
        to = self.processes.values() if message["type"] == "chat.who" else [self.watched]
        for process in to:
            self.pass_on(process, packed)

    async def send_to(self, channel, message):
        packed = msgpack.packb(message)
        self.pass_on(self.processes[channel], packed)

    def pass_on(self, process, packed):
        if process is not self.watched or not self.is_cut:
            asyncio.get_running_loop().call_soon(process.hear, packed)


class Process:
    def __init__(self, name, rooms, layer):
        self.rooms, self.census = Rooms(), None
        self.rooms.by_key = rooms
        self.census = Census(self.rooms)
        mailbox = types.SimpleNamespace(name=name, is_shared=True, send=layer.send, send_to=layer.send_to)
        self.sync = CensusSync(name, self.rooms, mailbox, self.census)
        self.sync.snapshot_at = layer.random.uniform(-census_sync.SNAPSHOT_EVERY, 0)  # not all at once
        self.presence = Presence(self.rooms, self.census, self.sync, types.SimpleNamespace(changed=asyncio.Event()))
        self.clock = Clock(name, self.rooms, mailbox, self.census)
        self.handlers = {
            "chat.census": self.presence.hear,
            "chat.who": self.presence.hear_who,
            "chat.tick": self.clock.hear,
        }
        self.heard = self.bytes = self.seconds = 0
        layer.processes[name] = self

    def hear(self, packed):
        begin = time.thread_time()
        message = msgpack.unpackb(packed)
        self.handlers[message["type"]](message)
        self.seconds += time.thread_time() - begin
        self.heard, self.bytes = self.heard + 1, self.bytes + len(packed)

    def spent(self):
        """(messages, bytes, seconds of CPU) so far."""
        return self.heard, self.bytes, self.seconds + RECEIVE * self.heard

    @types.coroutine
    def timed(self, coroutine):
        """Await a coroutine, and add the time of its steps to `seconds`."""
        step = partial(coroutine.send, None)
        while True:
            begin = time.thread_time()
            try:
                awaited = step()
            except StopIteration:
                return
            finally:
                self.seconds += time.thread_time() - begin
            try:
                yield awaited
                step = partial(coroutine.send, None)
            except BaseException as error:  # a time-out, say: the coroutine's own matter
                step = partial(coroutine.throw, error)

    async def live(self, work):
        await self.timed(work())


def seat(number, spread, random):
    """Rooms of each process: {key: Room} each. The clients of a room are `spread` over the processes, or at one."""
    seated = [{} for _ in range(number)]
    for key in range(number * ROOMS):
        places = random.choices(range(number), k=SOCKETS // ROOMS) if spread else [key % number] * (SOCKETS // ROOMS)
        for place in set(places):
            seated[place][key] = Room(key, places.count(place))
    return seated


async def come_and_go(processes, random, end):
    """Some leave and some come, every tenth of a second: SOCKETS / STAY of each a second for each process."""
    loop, known = asyncio.get_running_loop(), [(process, list(process.rooms)) for process in processes]
    while loop.time() < end:
        for _ in range(len(processes) * SOCKETS * 2 // (STAY * 10)):
            process, rooms = random.choice(known)
            room = random.choice(rooms)
            room.sockets = range(max(0, len(room.sockets) + random.choice((-1, 1))))
            process.presence.note(room)
        await asyncio.sleep(0.1)


async def simulate(number, spread, random):
    layer = Layer(random)
    processes = [Process(f"{n:04}", rooms, layer) for n, rooms in enumerate(seat(number, spread, random))]
    layer.watched = watched = processes[-1]
    for process in processes[:-1]:
        process.census.replicas = watched.census.replicas  # they are spared the hearing, and know how many they are
    work = [process.presence.run for process in processes[:-1]] + [processes[0].clock.run]  # the first by name ticks
    work += [partial(watched.live, watched.presence.run), partial(watched.live, watched.clock.run)]
    tasks = [asyncio.create_task(run()) for run in work]
    moving = asyncio.create_task(come_and_go(processes, random, WARM_UP + MEASURED + CUT))
    await asyncio.sleep(WARM_UP)
    before = watched.spent()
    await asyncio.sleep(MEASURED)
    usual = [(b - a) / MEASURED for a, b in zip(before, watched.spent(), strict=True)]
    layer.is_cut, begin = True, watched.spent()[-1]
    await moving
    layer.is_cut = False
    await asyncio.sleep(CALM)
    check(processes, watched)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return *usual, watched.spent()[-1] - begin


def check(processes, watched):
    """The watched process knows how many are in every room of all."""
    numbers = dict.fromkeys(range(len(processes) * ROOMS), 0)
    for process in processes:
        for room in process.rooms:
            numbers[room.key] += len(room.sockets)
    wrong = [key for key, number in numbers.items() if watched.census.count(key) != number]
    if wrong:
        raise SystemExit(f"{len(processes)} processes: {len(wrong)} rooms of {len(numbers)} are counted wrong")


def measure(number, place):
    """A row of the table."""
    loop = JumpingLoop()
    with patch("time.monotonic", loop.time), asyncio.Runner(loop_factory=lambda: loop) as runner:
        heard, size, seconds, cut = runner.run(simulate(number, PLACES[place], random.Random(number)))
    gc.collect()
    redis = heard * (PUBLISH + DELIVERY * number)
    return number, number * ROOMS, number * SOCKETS, place, heard, size / 1000, 100 * seconds, 100 * redis, cut


def line(row):
    number, rooms, sockets, place, heard, size, share, redis, cut = row
    return (
        f"| {number} | {rooms:,} | {sockets:,} | {place} | {heard:.0f} | {size:.1f}"
        f" | {share:.2f} % | {redis:.2f} % | {cut:.2f} |"
    )


def main(numbers):
    gc.disable()  # what the other processes leave is not the watched one's to collect
    lines = [f"| {' | '.join(COLUMNS)} |", f"|{'---|' * len(COLUMNS)}"]
    print(*lines, sep="\n", flush=True)
    traffic = {f"clients {place}": {} for place in PLACES}
    cpu = {name: {} for name in [*traffic, "Redis"]}
    for place in PLACES:
        for number in numbers:
            *_, size, share, redis, _cut = row = measure(number, place)
            lines.append(line(row))
            print(lines[-1], flush=True)
            traffic[f"clients {place}"][number] = size
            cpu[f"clients {place}"][number] = share
            cpu["Redis"][number] = redis  # to which the place makes no difference
    write(lines, traffic, cpu)


def write(lines, traffic, cpu):
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "simulation.md").write_text("\n".join([*lines, ""]), encoding="utf-8")
    for name, up, curves in (
        ("traffic", "kB/s heard by each process", traffic),
        ("cpu", "% of a core, of each process and of Redis", cpu),
    ):
        (FOLDER / f"simulation-{name}.svg").write_text(plot("processes", up, curves), encoding="utf-8")


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or PROCESSES)
