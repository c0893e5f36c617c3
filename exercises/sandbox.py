"""A server of one chat, the pupil's: `python -m exercises.sandbox FILE`.

It is a process of its own, so that an endless loop or an exception in the pupil's file hurts nobody else. It listens on
a free port of 127.0.0.1, tells its parent what happens (see report.py) and ends when its standard input does.
"""

import asyncio
import faulthandler
import importlib.util
import logging
import os
import sys
import threading
import time
import warnings
from pathlib import Path

import daphne.server  # before anything that uses asyncio: it chooses the event loop
from channels.layers import get_channel_layer
from channels.routing import URLRouter
from django.conf import settings
from django.urls import re_path

from exercises import report
from exercises.exchange import PATTERN
from exercises.layer import own_channels

LONG_SLEEP = 0.2  # seconds
STUCK_AFTER = 1.5  # seconds without a turn of the event loop
HEARTBEAT = 0.25
MEMORY = 2**30  # bytes
# Audit events of Python: what starts a program, which nobody would stop, or takes the place of this one.
PROGRAMS = {
    *("os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.startfile", "os.startfile/2", "os.system"),
    *("subprocess.Popen", "_winapi.CreateProcess"),
}


def main(file):
    limit_memory()
    settings.configure(CHANNEL_LAYERS={"default": {"BACKEND": "exercises.layer.WatchedLayer"}})
    logging.disable(logging.CRITICAL)  # daphne would print the exceptions that `watch_task` reports
    sys.dont_write_bytecode = True
    watch_for_hangs()
    watch_sleep(file)
    sys.addaudithook(refuse_programs)
    consumer = load(file)
    if consumer:
        serve(consumer, file)


def limit_memory():
    try:
        import resource
    except ImportError:  # Windows
        return
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    limit = MEMORY if most == resource.RLIM_INFINITY else min(MEMORY, most)
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))


def watch_for_hangs():
    """Unless called again in time, write where the program is and end it. Works even while Python is stuck in C."""
    faulthandler.dump_traceback_later(STUCK_AFTER, exit=True, file=sys.__stdout__)


def watch_sleep(file):
    """Tell of a time.sleep that holds the event loop's thread, even when it is too short to be a hang."""
    sleep = time.sleep

    def told_sleep(seconds):
        caller = sys._getframe(1)
        if seconds >= LONG_SLEEP and threading.current_thread() is threading.main_thread():
            report.event("blocked", **report.place(file, caller.f_lineno, caller.f_code.co_name))
        sleep(seconds)

    time.sleep = told_sleep


def refuse_programs(event, _):
    if event in PROGRAMS:
        raise RuntimeError("no other program")


def load(file):
    """The class ChatConsumer of the pupil's file, or None once the parent has been told what is wrong with it."""
    spec = importlib.util.spec_from_file_location("mon_chat", file)
    module = importlib.util.module_from_spec(spec)
    sys.modules["mon_chat"] = module
    try:
        spec.loader.exec_module(module)
    except BaseException as error:  # SystemExit too: a file may call exit()
        report.event("load_error", **report.describe(error, file))
        return None
    consumer = getattr(module, "ChatConsumer", None)
    if not hasattr(consumer, "as_asgi"):
        report.event("no_consumer", found=consumer is not None)
        return None
    return consumer


def serve(consumer, file):
    loop = daphne.server.twisted_loop
    loop.set_task_factory(lambda loop, coroutine, **options: watch_task(loop, coroutine, file, **options))
    router = URLRouter([re_path(PATTERN, consumer.as_asgi())])
    server = daphne.server.Server(
        application=lambda scope, receive, send: run_consumer(router, scope, receive, send),
        endpoints=["tcp:port=0:interface=127.0.0.1"],
        signal_handlers=False,
    )
    loop.call_soon(watch_forgotten_awaits, file)  # not before: Twisted's start takes the warnings for itself
    loop.call_soon(beat, loop)
    loop.call_soon(announce, loop, server)
    threading.Thread(target=obey, args=[loop, file], daemon=True).start()
    server.run()


def watch_task(loop, coroutine, file, **options):
    def tell(task):
        error = None if task.cancelled() else task.exception()
        if error and error not in told:
            told.append(error)
            report.event("exception", **report.describe(error, file))

    task = asyncio.Task(coroutine, loop=loop, **options)
    task.add_done_callback(tell)
    return task


told = []  # an exception passes through several tasks


async def run_consumer(router, scope, receive, send):
    if b"origin" in dict(scope["headers"]):  # some web page found our port: the site's own never come here directly
        await send({"type": "websocket.close"})
        return
    channels = []
    own_channels.set(channels)
    try:
        await router(scope, receive, send)
    except SystemExit as error:  # would end the server
        raise RuntimeError("exit()") from error
    finally:
        get_channel_layer().departed.update(channels)
        report.event("left", path=scope["path"])


def watch_forgotten_awaits(file):
    def show(message, category, name, line, *_):
        if "was never awaited" in str(message):
            report.event("never_awaited", **report.describe_forgotten_await(str(message), name, line, file))

    sys.set_coroutine_origin_tracking_depth(1)
    warnings.simplefilter("always", RuntimeWarning)
    warnings.showwarning = show


def beat(loop):
    watch_for_hangs()
    loop.call_later(HEARTBEAT, beat, loop)


def announce(loop, server):
    if not server.listening_addresses:
        loop.call_later(0.01, announce, loop, server)
        return
    report.event("ready", port=server.listening_addresses[0][1])


def obey(loop, file):
    """Answer each line of standard input by where the pupil's coroutines are waiting; end with it."""
    for _ in sys.stdin:
        loop.call_soon_threadsafe(lambda: report.event("waiting", places=report.waiting_places(loop, file)))
    os._exit(0)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
