"""A virtual clock: an event loop whose time jumps to the next timer when nobody can run, and `time` that follows it."""

import asyncio
import datetime
import time
from contextlib import contextmanager

EPOCH = 1_790_000_000.0  # what time.time() says when the virtual clock says 0: a Monday morning in September 2026
TURN = 2e-4  # virtual seconds of a turn with something ready: else `while True: await asyncio.sleep(0)` lasts for ever
REAL = {name: getattr(time, name) for name in ("time", "monotonic", "perf_counter", "sleep")}
OF_NOW = {name: getattr(time, name) for name in ("localtime", "gmtime", "ctime")}
REAL_STRFTIME = time.strftime
REAL_DATETIME = datetime.datetime


class Idle(Exception):
    """Nothing is ready and no timer runs: every coroutine waits for something that cannot come."""


class NoSockets:
    """The selector of a loop without sockets: to wait is to move the clock."""

    def __init__(self, loop):
        self.loop = loop

    def select(self, timeout=None):
        self.loop.on_turn()
        if timeout == 0:
            self.loop.now += TURN
        elif not self.loop.wake_who_waits_for_rest():
            if timeout is None:
                raise Idle
            self.loop.now += timeout
        return []

    def close(self):
        pass


class VirtualLoop(asyncio.BaseEventLoop):
    """`busy` counts the handlers that have begun and not ended; `on_turn()` is called before each turn."""

    def __init__(self, on_turn=lambda: None):
        super().__init__()
        self.on_turn = on_turn
        self.now = 0.0
        self.busy = 0
        self.waiter = None
        self._clock_resolution = 1e-9
        self._selector = NoSockets(self)

    def time(self):
        return self.now

    def run(self, coroutine):
        """Run to the end, even from inside a running loop (Pyodide's, or the terminal child's)."""
        outer = asyncio._get_running_loop()
        swap = getattr(asyncio.tasks, "_swap_current_task", None)  # from Python 3.12 on
        task = swap(outer, None) if swap and outer else None
        asyncio._set_running_loop(None)
        try:
            return self.run_until_complete(coroutine)
        finally:
            asyncio._set_running_loop(outer)
            if task:
                swap(outer, task)

    async def settle(self, patience):
        """Wait until every handler has ended and nothing is ready; False if one runs after `patience` seconds."""
        self.waiter = self.create_future()
        timer = self.call_later(patience, self.give_up)
        try:
            return await self.waiter
        finally:
            timer.cancel()
            self.waiter = None

    def wake_who_waits_for_rest(self):
        """Called when nothing is ready: says whether somebody waited for that."""
        if self.waiter is None or self.waiter.done() or self.busy:
            return False
        self.waiter.set_result(True)
        return True

    def give_up(self):
        if self.waiter and not self.waiter.done():
            self.waiter.set_result(False)

    def _process_events(self, events):
        pass

    def _write_to_self(self):  # for call_soon_threadsafe: there is no other thread
        pass


@contextmanager
def working():
    """While inside, the virtual loop (if it is the one that runs) knows that a handler has not ended."""
    loop = asyncio.get_running_loop()
    if not isinstance(loop, VirtualLoop):
        yield
        return
    loop.busy += 1
    try:
        yield
    finally:
        loop.busy -= 1


@contextmanager
def virtual_time(loop, sleep):
    """`time` and `datetime` tell the loop's time; time.sleep is `sleep(seconds)`."""
    fakes = {
        "time": lambda: EPOCH + loop.now,
        "monotonic": lambda: loop.now,
        "perf_counter": lambda: loop.now,
        "sleep": sleep,
        "strftime": lambda form, t=None: REAL_STRFTIME(form, time.localtime() if t is None else t),
        **{name: at_virtual_time(real) for name, real in OF_NOW.items()},
    }
    for name, fake in fakes.items():
        setattr(time, name, fake)
    holders = modules_with_datetime()
    for module in holders:
        module.datetime = VirtualDatetime
    try:
        yield
    finally:
        for name, real in (REAL | OF_NOW | {"strftime": REAL_STRFTIME}).items():
            setattr(time, name, real)
        for module in holders:
            module.datetime = REAL_DATETIME


def at_virtual_time(real):
    return lambda seconds=None: real(time.time() if seconds is None else seconds)


def modules_with_datetime():
    """Those that pupils' code asks for the time: the module itself, Django's `timezone.now` and `{% now %}`."""
    import django.template.defaulttags
    import django.utils.timezone

    return [datetime, django.utils.timezone, django.template.defaulttags]


class AnyDatetime(type):
    def __instancecheck__(cls, value):
        return isinstance(value, REAL_DATETIME)


class VirtualDatetime(REAL_DATETIME, metaclass=AnyDatetime):
    @classmethod
    def now(cls, tz=None):
        return REAL_DATETIME.fromtimestamp(time.time(), tz)

    today = now

    @classmethod
    def utcnow(cls):
        return REAL_DATETIME.fromtimestamp(time.time(), datetime.UTC).replace(tzinfo=None)
