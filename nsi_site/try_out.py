"""Whether the program as it now stands on the disk can be loaded: tried in a process of its own."""

import os
import subprocess
import sys
import traceback
from importlib import import_module
from pathlib import Path

from django.core import checks

ROOT = Path(__file__).resolve().parent.parent
DEADLINE = 60  # seconds
ENDLESS = "Le programme ne finit pas de se charger : une boucle sans fin ?"


def fault():
    """What keeps the program from being loaded, in French, or ""."""
    command = [sys.executable, "-m", "nsi_site.try_out"]
    environment = os.environ | {"PYTHONIOENCODING": "utf-8"}
    try:
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, timeout=DEADLINE)
    except subprocess.TimeoutExpired:
        return ENDLESS
    if done.returncode == 0:
        return ""
    return done.stdout.decode("utf-8", "replace").strip() or done.stderr.decode("utf-8", "replace").strip()


def main():
    """In that process: load all that the site loads, and check it as the site does; return the exit status."""
    try:
        import_module("nsi_site.asgi")
        objections = refusals()
    except Exception as error:  # noqa: BLE001 - whatever a file that is being written does wrong
        print(sentence(error))
        return 1
    if objections:
        print("Django refuse le programme\u00a0:", *objections, sep="\n")
    return 1 if objections else 0


def refusals():
    """What `runserver` would not start with."""
    return [message for message in checks.run_checks() if message.is_serious() and not message.is_silenced()]


def sentence(error):
    file, line = place(error)
    return f"{file}, ligne {line} : {type(error).__name__}: {getattr(error, 'msg', None) or error}"


def place(error):
    """The file, below the project's folder if it is there, and the line to look at."""
    if isinstance(error, SyntaxError) and error.filename:
        return shown(error.filename), error.lineno
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(ROOT) and frame.filename != __file__]
    frame = (ours or frames)[-1]
    return shown(frame.filename), frame.lineno


def shown(file):
    path = Path(file)
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else str(path)


if __name__ == "__main__":
    sys.exit(main())
