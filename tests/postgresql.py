"""A PostgreSQL server of its own for the tests that need one."""

import os
import shutil
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import psutil

from tests.servers import DEADLINE, free_port
from tests.tools import find_postgresql

USER = "nobody"  # who runs it where we are root, for whom it refuses to run


class Postgresql:
    """A server with an empty database, of which `address` is the DATABASE_URL; `user` may do everything."""

    def __init__(self, folder, user, encoding):
        self.programs, self.port, self.folder = Path(find_postgresql()), free_port(), Path(folder)
        self.user, self.encoding = user, encoding
        self.address = f"postgres://{user}@127.0.0.1:{self.port}/postgres"
        self.data = self.folder / "data"
        self.whose = {}
        if os.name != "nt" and os.geteuid() == 0:
            shutil.chown(folder, USER)
            self.whose = {"user": USER, "cwd": folder}

    def create(self):
        settings = ["-U", self.user, "-A", "trust", "-E", self.encoding, "--locale=C", "--no-sync"]
        self._quietly(self.programs / "initdb", "-D", self.data, *settings)

    def start(self):
        options = f"-p {self.port} -h 127.0.0.1 -k {self.folder if os.name != 'nt' else ''} -c fsync=off"
        self._control("-o", options, "-l", self.folder / "log", "start")

    def stop(self):
        """As if it had been killed: it does nothing more. Harmless when it is stopped already."""
        if (self.data / "postmaster.pid").exists():
            self._control("-m", "immediate", "stop")

    @contextmanager
    def frozen(self):
        """In the block it does not work and closes no connection, as when its machine or disk hangs. Yields since when.

        In seconds of the monotonic clock.
        """
        processes = self._processes()
        for process in processes:
            process.suspend()
        try:
            yield time.monotonic()
        finally:
            for process in processes:
                process.resume()

    def run(self, program, *arguments):
        """Run one of PostgreSQL's programs on the database."""
        subprocess.run([self.programs / program, "-d", self.address, *arguments], check=True)

    def _processes(self):
        server = psutil.Process(int((self.data / "postmaster.pid").read_text().split()[0]))
        return [server, *server.children(recursive=True)]

    def _control(self, *arguments):
        self._quietly(self.programs / "pg_ctl", "-D", self.data, "-w", "-t", str(DEADLINE), *arguments)

    def _quietly(self, *command):
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **self.whose)


@contextmanager
def running_postgresql(user="nsi", encoding="UTF8"):
    """Yield a running Postgresql, until the end of the block."""
    # Not below pytest's folders, which the other user may not enter.
    with tempfile.TemporaryDirectory() as folder:
        server = Postgresql(folder, user, encoding)
        server.create()
        server.start()
        try:
            yield server
        finally:
            server.stop()
