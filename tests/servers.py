"""A real site for the tests that need one: a process of its own, with its own port and `var/`."""

import os
import random
import re
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager, suppress
from pathlib import Path

from nsi_site import teacher
from tests.tools import engine_folder

ROOT = Path(__file__).resolve().parent.parent
DEADLINE = 60  # seconds: a busy machine starts slowly
# What would make a test's site differ from one machine to the next.
SETTINGS = re.compile(
    "ALLOWED_HOSTS|CHAT_.*|CSRF_.*|DATABASE_.*|DEBUG|HSTS.*|HTTPS|LOG_LEVEL|REDIS_URL|SECRET_KEY|SHARED_ADDRESS|STAFF_.*|TIME_ZONE"
)


def running_site(folder, *options, **environment):
    """Serve the site from `folder / "var"` until the end of the block; `options` go to `runserver`."""
    return running(Site(Path(folder), options, environment))


@contextmanager
def running(site):
    site.start()
    try:
        yield site
    finally:
        site.kill()


class Site:
    """`manage.py runserver` in a process of its own, on a free port of this machine that restarts keep."""

    root = ROOT  # of the program

    def __init__(self, folder, options=(), environment=None, host="127.0.0.1"):
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.options = options
        self.port = free_port()
        self.address = f"{socket.gethostbyname(host)}:{self.port}"
        self.url = f"http://{host}:{self.port}"
        self.ws_url = f"ws://{host}:{self.port}"
        self.process = None
        self.environment = {name: value for name, value in os.environ.items() if not SETTINGS.fullmatch(name)}
        self.environment["CHAT_MAX_ROOMS"] = "1000"  # many tests open a room each
        self.environment |= {"VAR_DIR": str(folder / "var"), "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"}
        self.environment["ENGINE_DIR"] = str(engine_folder())
        self.environment |= {name: str(value) for name, value in (environment or {}).items()}

    @property
    def command(self):
        return [sys.executable, "manage.py", "runserver", "--noreload", self.address, *self.options]

    def start(self):
        """Return once the site answers."""
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(self.command, cwd=self.root, env=self.environment, stdout=log, stderr=log)
        wait_until(self.answers, "the site answers", explain=lambda: self.output)

    def stop(self):
        """Ask the site to end (SIGTERM) and return its exit status."""
        self.process.terminate()
        return self.process.wait(DEADLINE)

    def kill(self):
        """`kill -9`: the site has no time for anything."""
        self.process.kill()
        self.process.wait(DEADLINE)

    def restart(self):
        """Kill the site if it still runs, then start it on the same port and data."""
        self.kill()
        self.start()

    @property
    def password(self):
        """The first one of the account « prof »."""
        note = (Path(self.environment["VAR_DIR"]) / teacher.NOTE_FILE).read_text(encoding="utf-8")
        return re.search(r"\w{4}-\w{4}-\w{4}", note)[0]

    @property
    def output(self):
        """All that the console showed since the first start."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    @property
    def _log(self):
        return self.folder / "console.txt"

    def answers(self):
        if self.process.poll() is not None:
            raise RuntimeError(f"The site ended with status {self.process.returncode}:\n{self.output}")
        try:
            urllib.request.urlopen(f"{self.url}/sante", timeout=5).close()
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
        return True


class UvicornSite(Site):
    """The site served by uvicorn, as in production: nothing migrates by itself."""

    @property
    def command(self):
        host, port = self.address.split(":")
        return [sys.executable, "-m", "nsi_site.uvicorn_server", "-b", host, "-p", port, "nsi_site.asgi:application"]

    def migrate(self):
        command = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
        subprocess.run(command, cwd=self.root, env=self.environment, check=True)


def free_port():
    """Where nobody listens, on any address; below the ports that systems take for outgoing connections."""
    while True:
        port = random.randrange(10_000, 32_000)
        with socket.socket() as listener, suppress(OSError):
            listener.bind(("", port))
            return port


def wait_until(condition, what, deadline=DEADLINE, explain=str):
    """Return the first true value of `condition()`; fail with `what` (and `explain()`) after `deadline` seconds."""
    end = time.monotonic() + deadline
    while not (value := condition()):
        if time.monotonic() > end:
            raise AssertionError(f"Waited {deadline} s in vain: {what}\n{explain()}")
        time.sleep(0.02)
    return value


def unique_name():
    """A pupil's name that no other test of this run uses."""
    return f"Zoé {secrets.token_hex(4)}"
