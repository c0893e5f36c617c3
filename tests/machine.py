"""A folder that stands for the server of deploy/README.md: the commands written there run in it, as they stand.

What a real server has besides: other accounts (`sudo -u` and `runuser` only choose PostgreSQL's user here) and systemd
(`tests.systemctl` reads the units). Paths and ports that the texts name are led to this folder and to free ports.
"""

import os
import re
import shutil
import subprocess
import sys
from urllib.parse import quote

from tests.servers import ROOT, SETTINGS, free_port
from tests.systemctl import Unit
from tests.tools import engine_folder, find_nginx, find_redis

PLACES = """
    etc/nsi etc/nginx etc/redis etc/systemd/system srv/nsi var/lib/nsi var/cache var/log/nginx run/units
"""
STAND_INS = {
    "sudo": 'if [ "$1" = -u ]; then PGUSER=$2; export PGUSER; shift 2; fi; exec "$@"',
    "runuser": 'shift 3; exec "$@"',
    "systemctl": 'exec {python} -m tests.systemctl {folder} "$@"',
    "nginx": 'exec {nginx} -e {folder}/run/nginx.log -c {folder}/etc/nginx/nginx.conf "$@"',
    "redis-server": 'exec {redis} "$@" --bind 127.0.0.1 --port {port} --dir {folder}/run',
}


class Machine:
    """Redis, nginx and the site's processes run once the guide's commands have started them; PostgreSQL must run."""

    def __init__(self, folder, postgresql):
        self.folder, self.postgresql = folder, postgresql
        self.ports = {port: free_port() for port in (80, 443, 6379, 8001, 8002)}
        for place in PLACES.split():
            (folder / place).mkdir(parents=True)
        self.code = folder / "srv/nsi"
        for name in {"start.py", "manage.py", *(path.parent.name for path in ROOT.glob("*/__init__.py"))}:
            (self.code / name).symlink_to(ROOT / name)
        (self.code / "static").symlink_to(ROOT / "static")
        (self.code / ".venv").symlink_to(sys.prefix)
        self.lay_out(ROOT / "deploy", self.code / "deploy")
        self.environment = self.make_environment()

    def lay_out(self, source, target):
        target.mkdir()
        for path in source.iterdir():
            text = self.translated(path.read_text(encoding="utf-8"))
            (target / path.name).write_text(text, encoding="utf-8")
            shutil.copymode(path, target / path.name)

    def translated(self, text):
        """With this folder's paths, and its ports where a text names a port."""
        text = text.replace("nsi.lycee.example", "localhost")
        text = text.replace("%2Fvar%2Frun%2Fpostgresql", quote(str(self.postgresql.folder), safe=""))
        text = text.replace("/srv/nsi/var/moteur", str(engine_folder()))
        text = re.sub(r"(?<![\w.])/(?=(?:etc|srv|run|var/(?:lib|cache|log))/)", f"{self.folder}/", text)
        text = re.sub(r"/usr/bin/(?=curl)", "", text)
        return re.sub(
            r"(?<=listen )(80|443)\b|(?<=[:@])(6379|800[12])\b", lambda port: str(self.ports[int(port[0])]), text
        )

    def make_environment(self):
        programs = self.folder / "bin"
        programs.mkdir()
        named = {"python": sys.executable, "nginx": find_nginx(), "redis": find_redis(), "port": self.ports[6379]}
        for name, script in STAND_INS.items():
            path = programs / name
            path.write_text(f"#!/bin/sh\n{script.format(folder=self.folder, **named)}\n", encoding="utf-8")
            path.chmod(0o755)
        foreign = re.compile(f"{SETTINGS.pattern}|DJANGO_.*|METRICS_TOKEN|CHEZ_ORIGIN")
        own = {name: value for name, value in os.environ.items() if not foreign.fullmatch(name)}
        return own | {
            "PATH": f"{programs}:{self.postgresql.programs}:{own['PATH']}",
            "PYTHONPATH": str(ROOT),
            "PYTHONUTF8": "1",
            "PGHOST": str(self.postgresql.folder),
            "PGPORT": str(self.postgresql.port),
        }

    def run(self, command, **environment):
        """Return what it wrote; AssertionError, with its words, where it failed."""
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", self.translated(command)],
            cwd=self.code,
            env=self.environment | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{self.logs()}"
        return done.stdout

    def logs(self):
        return "\n".join(path.read_text(encoding="utf-8", errors="replace") for path in self.folder.glob("run/*.log"))

    def stop(self):
        for path in self.folder.glob("run/units/*"):
            Unit(self.folder, path.name).stop()
