"""The pupil's chat, running: one child process for all the page's frames, a new one whenever the file changes."""

import asyncio
import logging

from exercises import workspace
from exercises.diagnosis import CRASHES, explain_start
from exercises.process import PupilServer

POLL = 0.7  # seconds
IDLE = 20  # seconds without any frame before the child is stopped
RELOADED = 1012
STOPPED = 4500

logger = logging.getLogger("exercises.live")


class Live:
    def __init__(self):
        self.server = None
        self.fingerprint = None
        self.trouble = None  # the verdict on why it does not run
        self.sockets = set()
        self.lock = asyncio.Lock()
        self.watcher = None

    async def enter(self, socket):
        """The port where the pupil's chat listens, None when it does not start; `socket` is told when it ends."""
        async with self.lock:
            if self.outdated():
                await self.restart()
        self.sockets.add(socket)
        if self.watcher is None or self.watcher.done():
            self.watcher = asyncio.create_task(self.watch())
            self.watcher.add_done_callback(log_failure)
        return self.server.port if self.server and self.server.running else None

    def current_trouble(self):
        """The verdict on the file as it is now, None when it runs or has changed since."""
        return self.trouble if self.fingerprint == workspace.fingerprint() else None

    def leave(self, socket):
        self.sockets.discard(socket)

    def outdated(self):
        return self.server is None or not self.server.running or self.fingerprint != workspace.fingerprint()

    async def restart(self):
        await self.stop()
        file = workspace.ensure_file()
        self.trouble = self.current_trouble()  # after an accident the chat comes back, what was said of it remains
        self.fingerprint = workspace.fingerprint()
        self.server = await asyncio.to_thread(PupilServer(file).start)  # slow where an antivirus looks on
        await asyncio.to_thread(self.server.wait_until_started)
        if not self.server.started:
            self.trouble = explain_start(self.server)

    async def stop(self):
        if self.server:
            await asyncio.to_thread(self.server.stop)
            self.server = None

    async def watch(self):
        """While somebody is there: bring everybody back when the file changes, tell everybody when the child ends."""
        idle = 0
        while idle < IDLE:
            await asyncio.sleep(POLL)
            idle = 0 if self.sockets else idle + POLL
            async with self.lock:  # a child that is starting is not judged
                await self.look()
        async with self.lock:
            await self.stop()

    async def look(self):
        if workspace.fingerprint() not in (None, self.fingerprint):
            await self.dismiss(RELOADED)  # first: the child's end would be taken for an accident
            await self.stop()
        elif self.server and not self.server.running:
            if self.server.started:
                self.trouble = self.autopsy()
            await self.dismiss(STOPPED)
        else:
            self.note_exceptions()

    def note_exceptions(self):
        """An exception in a handler ends one client only: the page tells of it, the chat goes on."""
        crash = self.server and self.server.last("exception")
        if crash:
            self.trouble = CRASHES["exception"](crash)

    def autopsy(self):
        event = self.server.last(*CRASHES) or {"kind": "ended"}
        return CRASHES[event["kind"]](event)

    async def dismiss(self, code):
        for socket in list(self.sockets):
            await socket.end(code)


def log_failure(task):
    if not task.cancelled() and task.exception():
        logger.error("le chat des exercices n'est plus surveillé", exc_info=task.exception())


live = Live()
