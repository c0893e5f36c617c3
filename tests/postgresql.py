"""A PostgreSQL server of its own for the tests that need one."""

import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

from tests.servers import DEADLINE, free_port
from tests.tools import find_postgresql

USER = "nobody"  # who runs it where we are root, for whom it refuses to run


@contextmanager
def running_postgresql():
    """Yield the address (DATABASE_URL) of an empty database, until the end of the block."""
    programs, port = Path(find_postgresql()), free_port()
    # Not below pytest's folders, which the other user may not enter.
    with tempfile.TemporaryDirectory() as folder:
        whose = {}
        if os.name != "nt" and os.geteuid() == 0:
            shutil.chown(folder, USER)
            whose = {"user": USER, "cwd": folder}
        data = Path(folder) / "data"
        options = f"-p {port} -h 127.0.0.1 -k {folder if os.name != 'nt' else ''} -c fsync=off"
        run = [programs / "initdb", "-D", data, "-U", "nsi", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
        subprocess.run(run, check=True, stdout=subprocess.DEVNULL, **whose)
        control = [programs / "pg_ctl", "-D", data, "-w", "-t", str(DEADLINE)]
        log = Path(folder) / "log"
        subprocess.run([*control, "-o", options, "-l", log, "start"], check=True, stdout=subprocess.DEVNULL, **whose)
        try:
            yield f"postgres://nsi@127.0.0.1:{port}/postgres"
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], check=True, stdout=subprocess.DEVNULL, **whose)
