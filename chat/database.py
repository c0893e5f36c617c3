"""Database work off the event loop, on threads of our own.

Django's `database_sync_to_async` runs all of a process on one thread: ten slow pages would hold up the chat.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from django.db import close_old_connections, connection, connections

DEADLINE = 10  # seconds after which the database counts as not answering


class DatabaseThread:
    """One thread with its own connection, which it keeps as long as it works."""

    def __init__(self, name):
        self.executor = ThreadPoolExecutor(1, thread_name_prefix=name)

    async def run(self, function, *args):
        """`function(*args)` on the thread. Raises TimeoutError when the answer takes longer than DEADLINE."""
        async with asyncio.timeout(DEADLINE):
            return await asyncio.get_running_loop().run_in_executor(self.executor, self._run, function, *args)

    def _run(self, function, *args):
        try:
            return function(*args)
        finally:
            for connection in connections.all(initialized_only=True):
                connection.close_at = None  # a request's connection ends with it; this thread keeps its own
            close_old_connections()  # closes it only after an error

    def close(self):
        """Close the connection and let the thread end, without waiting for it."""
        self.executor.submit(connections.close_all)
        self.executor.shutdown(wait=False)


def give_back_space():
    """Have SQLite return to the system what deleted rows held (the migrations allow it). Not inside a transaction."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.executescript("PRAGMA incremental_vacuum")  # `execute` stops after one page
