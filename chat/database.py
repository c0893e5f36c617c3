"""Database work off the event loop, on threads of our own.

Django's `database_sync_to_async` runs all of a process on one thread: ten slow pages would hold up the chat.
"""

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from weakref import WeakSet

from django.db import (
    InterfaceError,
    InternalError,
    OperationalError,
    ProgrammingError,
    close_old_connections,
    connection,
    connections,
)

from chat.stored_file import Gone, follow

logger = logging.getLogger("chat.database")

DEADLINE = 2.5  # seconds after which the database counts as not answering
# Locked, full, frozen, out of reach; or without its tables, as while a backup is put back.
TROUBLE = (Gone, TimeoutError, OperationalError, InterfaceError, InternalError, ProgrammingError)


class Unavailable(Exception):
    """The database does not answer now. The console was told, once."""


class DatabaseThread:
    """One thread with its own connection, which it keeps as long as it works."""

    all = WeakSet()

    def __init__(self, name, task, deadline=DEADLINE):
        """`task`: the French participle of what it does with the database, for the console (« lue », « écrite »)."""
        self.task, self.deadline = task, deadline
        self.executor = ThreadPoolExecutor(1, thread_name_prefix=name)
        self.works = True
        self.late = None  # the call that the thread is still in after the deadline
        self.all.add(self)

    async def run(self, function, *args):
        """`function(*args)` on the thread. Raises Unavailable, also when the answer takes longer than the deadline."""
        try:
            result = await self._answer(function, *args)
        except TROUBLE as error:
            self._notice(error)
            raise Unavailable from error
        self._notice(None)
        return result

    async def _answer(self, function, *args):
        if self.late is not None and not self.late.done():
            raise TimeoutError  # one would wait behind it, and be late too
        call = self.executor.submit(self._run, function, *args)
        try:
            async with asyncio.timeout(self.deadline):
                return await asyncio.wrap_future(call)
        except TimeoutError:
            if not call.cancel():  # it has begun
                self.late = call
            raise

    def _notice(self, error):
        """One line when the database stops to answer, one when it does again."""
        if self.works and error is not None:
            logger.error("La base ne peut pas être %s : %s", self.task, str(error) or "elle ne répond pas")
        elif error is None and not self.works:
            logger.warning("La base peut de nouveau être %s", self.task)
        self.works = error is None

    def _run(self, function, *args):
        self._follow_file()
        try:
            return function(*args)
        finally:
            for connection in connections.all(initialized_only=True):
                connection.close_at = None  # a request's connection ends with it; this thread keeps its own
            close_old_connections()  # closes it only after an error
            self._follow_file()  # what was written into a file that went away meanwhile is not saved

    def _follow_file(self):
        try:
            follow(connection)
        except Gone:
            for other in list(self.all):  # they may have nothing to do, and the new file waits for them
                other.executor.submit(follow, connection)
            raise

    def close(self):
        """Close the connection and let the thread end, without waiting for it."""
        self.all.discard(self)
        self.executor.submit(connections.close_all)
        self.executor.shutdown(wait=False)


def give_back_space():
    """Have SQLite return to the system what deleted rows held (the migrations allow it). Not inside a transaction."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.executescript("PRAGMA incremental_vacuum")  # `execute` stops after one page
