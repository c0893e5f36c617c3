"""The one list of checks, the same by hand and in continuous integration: `python3 start.py test`."""

import os
import secrets
import subprocess
import sys
import tempfile
import time

from tests import tools

PRODUCTION = {
    "SECRET_KEY": secrets.token_urlsafe(50),
    "ALLOWED_HOSTS": "lycee.example.org",
    "HTTPS": "1",
    "DEBUG": "0",
}
RUFF = ["-m", "ruff"]
MANAGE = ["manage.py"]
# What to run with this Python, and what the environment says besides.
CHECKS = [
    ([*RUFF, "check", "."], {}),
    ([*RUFF, "format", "--check", "."], {}),
    (["-m", "deptry", "."], {}),
    (["-m", "vulture"], {}),
    ([*MANAGE, "lecon"], {}),
    ([*MANAGE, "makemigrations", "--check", "--dry-run"], {}),
    ([*MANAGE, "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
    # Three at once: most tests wait, for a server or for a browser. Folder by folder, those of browsers first: sorted
    # by the number of their tests, files with few long ones would come last and leave two of the three without work.
    (["-m", "pytest", "-n", "3", "--dist", "loadfile", "--no-loadscope-reorder"], {}),
]
# Real browsers and servers have deadlines, which three at once may miss where another program takes the cores: what
# failed is tried once more, alone. The list at the end shows both runs, and the first one's failures stay printed.
ALONE = ["-m", "pytest", "-n", "0", "--last-failed", "--maxfail", "1"]
SOME_FAILED = 1  # pytest's exit status


def main(pytest_arguments):
    """Run the checks in order up to the first that fails; return its exit status, or 0."""
    done = []
    with tempfile.TemporaryDirectory() as var:  # a class may be using the site of this folder
        environment = os.environ | tools.provide() | {"VAR_DIR": var}
        for arguments, besides in CHECKS:
            status, line = run(arguments, environment | besides, pytest_arguments)
            done.append(line)
            if status == SOME_FAILED and "pytest" in arguments:
                status, line = run(ALONE, environment | besides, pytest_arguments)
                done.append(line)
            if status:
                break
    print("\n" + "\n".join(done), flush=True)
    return status


def run(arguments, environment, pytest_arguments):
    """Return the exit status, and the command's name with its outcome and duration."""
    if "pytest" in arguments:
        arguments = [*arguments, *pytest_arguments]
    name = " ".join(arguments).removeprefix("-m ")
    print(f"\n=== {name}", flush=True)
    begin = time.monotonic()
    status = subprocess.run([sys.executable, *arguments], env=environment).returncode
    return status, f"{'ok ' if status == 0 else 'NON'} {time.monotonic() - begin:6.1f} s  {name}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
