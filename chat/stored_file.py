"""The file of an embedded database (SQLite), which may be deleted or replaced while it is open.

SQLite goes on in a file that is not there any more; what it writes then, nobody will ever read. So the new file is
opened once nobody is on the old one, and without the old one's journal: SQLite would take it for the new one's, and
spoil it.
"""

import sqlite3
from pathlib import Path
from threading import Lock
from weakref import WeakSet

DELETED, REPLACED = "son fichier a disparu", "son fichier a été remplacé"


class Gone(sqlite3.OperationalError):
    """The file is not there, or another one has taken its place. The next call may find it in order."""


class FileConnection(sqlite3.Connection):
    """A connection to the same file as all others of this process. (Of a database in memory there is none.)"""

    def __init__(self, database, **options):
        """Raises Gone."""
        self.file = StoredFile.at(database)
        with self.file.lock:
            self.file.prepare()
            super().__init__(database, **options)
            self.file.add(self)

    def close(self):
        super().close()
        self.file.connections.discard(self)


class StoredFile:
    """What this process has open at one place."""

    by_path = {}

    @classmethod
    def at(cls, path):
        return cls.by_path.setdefault(path, cls(path))

    def __init__(self, path):
        self.path, self.journal_path = Path(path), Path(f"{path}-wal")
        self.lock = Lock()
        self.connections = WeakSet()  # the open ones
        self.known, self.journal = None, None  # the identities of the file that they are on, and of its journal

    def prepare(self):
        """A connection is about to be opened. Raises Gone."""
        found = identity(self.path)
        if self.known is None or found == self.known:
            return
        if found is None or self.connections:
            raise Gone(self._why(found))
        if identity(self.journal_path) == self.journal:
            self.journal_path.unlink(missing_ok=True)  # of the file that is gone
            Path(f"{self.path}-shm").unlink(missing_ok=True)

    def add(self, connection):
        self.connections.add(connection)
        self.known, self.journal = identity(self.path), identity(self.journal_path)

    def check(self):
        """Raises Gone when the file is not any more the one that is open."""
        with self.lock:
            found = identity(self.path)
            if found != self.known:
                raise Gone(self._why(found))
            self.journal = identity(self.journal_path)

    def _why(self, found):
        return DELETED if found is None else REPLACED


def follow(connection):
    """Call it before and after work on a connection of Django's that is kept. Raises Gone, and closes it then."""
    opened = connection.connection
    if isinstance(opened, FileConnection):
        try:
            opened.file.check()
        except Gone:
            connection.close()
            raise


def identity(path):
    """What tells a file from another one at the same place; None when there is none."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_dev, stat.st_ino
