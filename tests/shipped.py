"""The list of what the program consists of, for who unzips one version over another: `python -m tests.shipped`."""

import subprocess

from nsi_site.strays import LIST
from tests.servers import ROOT


def names():
    """What git knows here, and what it is about to know."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listing = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    return sorted({name for name in listing.split("\0") if name and (ROOT / name).is_file()} | {LIST})


def text():
    return "".join(f"{name}\n" for name in names())


if __name__ == "__main__":
    (ROOT / LIST).write_text(text(), encoding="utf-8")
