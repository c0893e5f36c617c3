"""The file of an embedded database, which may be deleted or replaced while threads are connected to it."""

from pathlib import Path
from threading import Lock

from django.db import connection


class Gone(Exception):
    """The file is not there, or another one has taken its place. The next call may find it in order."""


class StoredFile:
    """Keeps the connections of several threads on the file that stands where the settings say (SQLite only).

    SQLite goes on in a file that was deleted or replaced; what it writes there, nobody will ever read. The new file is
    opened once nobody is on the old one any more, and without the old one's journal: SQLite would take it for the new
    one's, and spoil it.
    """

    def __init__(self):
        self.lock = Lock()
        self.opened = {}  # thread → the identity of the file that its connection was opened on
        self.last, self.journal = None, None  # the identities of the last file, and of its journal

    def follow(self, thread):
        """Call it on the thread, before and after work. Raises Gone; the thread's connection is closed then."""
        if connection.vendor != "sqlite" or connection.is_in_memory_db():
            return
        with self.lock:
            self._follow(thread, Path(connection.settings_dict["NAME"]))

    def _follow(self, thread, path):
        found = identity(path)
        if self.opened.get(thread, found) != found:
            connection.close()
            del self.opened[thread]
            raise Gone("son fichier a été remplacé" if found else "son fichier a disparu")
        if found is None:
            raise Gone("son fichier a disparu")
        if any(file != found for file in self.opened.values()):
            raise Gone("son fichier a été remplacé")
        if self.last not in (None, found):
            self._drop_journal(path)
        self.opened[thread] = self.last = found
        self.journal = identity(journal_of(path))

    def forget(self, thread):
        """The thread's connection is closed."""
        with self.lock:
            self.opened.pop(thread, None)

    def _drop_journal(self, path):
        journal = journal_of(path)
        if identity(journal) == self.journal:
            journal.unlink(missing_ok=True)  # of the file that is gone
            path.with_name(f"{path.name}-shm").unlink(missing_ok=True)


def identity(path):
    """What tells a file from another one at the same place; None when there is none."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_dev, stat.st_ino


def journal_of(path):
    return path.with_name(f"{path.name}-wal")
