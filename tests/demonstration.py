"""The demonstration as a teacher starts it, with fewer pupils who are in a hurry."""

import os
import re
import signal
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.servers import DEADLINE, ROOT, SETTINGS, free_port, wait_until
from tests.tools import engine_folder


@dataclass
class Demonstration:
    """`var`: the folder of its site; `url`: its address on this PC."""

    var: Path
    url: str
    password: str
    environment: dict


@contextmanager
def demonstration(folder, pupils=8, pace=0.3):
    """Open until the end of the block, then ended by Ctrl+C."""
    environment = {name: value for name, value in os.environ.items() if not SETTINGS.fullmatch(name)}
    environment |= {"VAR_DIR": str(folder), "ENGINE_DIR": str(engine_folder()), "PYTHONUNBUFFERED": "1"}
    options = ["--eleves", str(pupils), "--rythme", str(pace), "--port", str(free_port())]
    command = [sys.executable, "manage.py", "demo", *options]
    log = folder / "console.txt"
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=environment | {"PYTHONUTF8": "1"}, stdout=out, stderr=out)

    def opened():
        text = log.read_text(encoding="utf-8")
        assert process.poll() is None, text
        return re.search(r"(http://localhost:\d+)/classe.*mot de passe «\s*(\S+)\s*»", text)

    try:
        found = wait_until(opened, "the demonstration is open")
        yield Demonstration(folder / "demo", found[1], found[2], environment | {"VAR_DIR": str(folder / "demo")})
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(DEADLINE) == 0, log.read_text(encoding="utf-8")
    said = log.read_text(encoding="utf-8")
    assert "Traceback" not in said, said
