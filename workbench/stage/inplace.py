"""No threads: what asgiref and Channels do in another thread is done in place, in the terminal as in the browser."""

import asyncio
import contextvars
import os
from contextvars import ContextVar

import asgiref.sync
import channels.db
from channels import consumer

from workbench.stage import guard
from workbench.stage.clock import working

in_sync_code = ContextVar("in_sync_code", default=False)
driven = ContextVar("driven", default=False)  # by async_to_sync: must not wait
BLOCKED = (
    "You cannot use AsyncToSync in the same thread as an async event loop - just await the async function directly."
)


class Suspends(RuntimeError):
    """What was given to async_to_sync would have to wait for the loop, which waits for it."""


async def call_in_place(self, *args, **kwargs):
    token = in_sync_code.set(True)
    try:
        return self.func(*args, **kwargs)
    finally:
        in_sync_code.reset(token)


def drive_in_place(self, *args, **kwargs):
    """Run the coroutine to its end without the loop: nothing of ours suspends (layer.py, wire.py)."""
    if not in_sync_code.get() and asyncio._get_running_loop():
        raise RuntimeError(BLOCKED)
    return contextvars.copy_context().run(drive, self.awaitable(*args, **kwargs))


def drive(coroutine):
    in_sync_code.set(False)
    driven.set(True)
    try:
        coroutine.send(None)
    except StopIteration as stop:
        return stop.value
    coroutine.close()
    raise Suspends


async def nothing():
    """There is no connection to a database to close."""


async def await_many_dispatch(sources, dispatch):
    """Channels' own, which also lets the clock know that a handler runs and gives it its share of lines."""
    tasks = [asyncio.ensure_future(source()) for source in sources]
    try:
        while True:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for index, task in enumerate(tasks):
                if task.done():
                    with working():
                        guard.rearm()
                        await dispatch(task.result())
                    tasks[index] = asyncio.ensure_future(sources[index]())
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


REPLACED = [
    (asgiref.sync.SyncToAsync, "__call__", call_in_place),
    (asgiref.sync.AsyncToSync, "__call__", drive_in_place),
    (channels.db, "aclose_old_connections", nothing),
    (consumer, "aclose_old_connections", nothing),
    (consumer, "await_many_dispatch", await_many_dispatch),
]
ORIGINALS = [(owner, name, getattr(owner, name)) for owner, name, _ in REPLACED]


def install():
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    for owner, name, replacement in REPLACED:
        setattr(owner, name, replacement)


def uninstall():
    """For a process that does something else besides, as the tests' does."""
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
    for owner, name, original in ORIGINALS:
        setattr(owner, name, original)


install()
