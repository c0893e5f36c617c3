"""What `systemctl` is in a folder that stands for a server: it starts what the units say, as they say it.

`python -m tests.systemctl FOLDER VERB UNIT…`. What a unit says of users, limits and sandboxes is not obeyed; nor are
timers. Redis and nginx are Debian's own units, of which the commands are known here.
"""

import os
import re
import shlex
import signal
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import psutil

from tests.servers import wait_until

OF_DEBIAN = {
    "redis-server": "redis-server {root}/etc/redis/redis.conf --daemonize no",
    "nginx": "nginx -g 'daemon off;'",
}


def settings(path, instance=""):
    """{name: [values]} of a unit; a name may come several times."""
    found = defaultdict(list)
    for name, value in re.findall(r"^(\w+)=(.*)$", path.read_text(encoding="utf-8"), re.M):
        found[name].append(value.replace("%i", instance))
    return found


class Unit:
    def __init__(self, root, name):
        self.root, self.name = root, name
        self.pid_file, self.log = root / "run/units" / name, root / "run" / f"{name}.log"
        template, _, instance = name.partition("@")
        path = root / "etc/systemd/system" / (f"{template}@.service" if instance else f"{template}.service")
        self.says = settings(path, instance) if path.exists() else {"ExecStart": [OF_DEBIAN[name].format(root=root)]}

    def start(self):
        if self.is_active():
            return
        for wanted in " ".join(self.says.get("Wants", [])).split():
            if (self.root / "etc/systemd/system" / wanted).exists():
                Unit(self.root, wanted.removesuffix(".service")).start()
        if self.says.get("Type") == ["oneshot"]:
            self.run("ExecStart")
            if self.says.get("RemainAfterExit") == ["yes"]:
                self.pid_file.touch()
            return
        [command] = self.says["ExecStart"]
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                shlex.split(command), **self.conditions(), stdout=log, stderr=log, start_new_session=True
            )
        self.pid_file.write_text(str(process.pid), encoding="ascii")
        self.run("ExecStartPost")

    def run(self, name):
        for command in self.says.get(name, []):
            subprocess.run(shlex.split(command), **self.conditions(), check=True)

    def conditions(self):
        environment = dict(os.environ)
        for file in self.says.get("EnvironmentFile", []):
            environment |= re.findall(r"^([A-Z_]+)=(.*)$", Path(file).read_text(encoding="utf-8"), re.M)
        return {"env": environment, "cwd": self.says.get("WorkingDirectory", [None])[0]}

    def is_active(self):
        return self.pid_file.exists() and (not self.pid() or lives(self.pid()))

    def pid(self):
        return int(self.pid_file.read_text(encoding="ascii") or 0)

    def stop(self):
        """SIGTERM; after TimeoutStopSec it would be SIGKILL, here it is a failure."""
        if self.is_active() and self.pid():
            os.kill(self.pid(), signal.SIGTERM)
            deadline = float(self.says.get("TimeoutStopSec", ["20"])[0])
            wait_until(lambda: not lives(self.pid()), f"{self.name} ends", deadline)
        self.pid_file.unlink(missing_ok=True)

    def reload(self):
        os.kill(self.pid(), signal.SIGHUP)

    def restart(self):
        self.stop()
        self.start()

    enable = start


def lives(pid):
    """Whether it runs; nobody may have asked yet how it ended."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def main(root, verb, *words):
    for name in words:
        if not name.startswith("-") and not name.endswith(".timer"):
            getattr(Unit(Path(root), name), verb)()


if __name__ == "__main__":
    if sys.argv[2] != "daemon-reload":
        main(*sys.argv[1:])
