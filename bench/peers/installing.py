"""What the peers need, installed into var/bench: Python packages with their hashes, Node's at pinned versions."""

import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = ROOT / "var" / "bench"
PYTHON = FOLDER / "venv" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
SERVERS = Path(__file__).resolve().parent / "servers"
REQUIREMENTS = ROOT / "bench" / "requirements.txt"
NODE = FOLDER / "node"


def install():
    """Why Node's peers are missing, or None; CalledProcessError without the generator's own environment."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    unless_done(REQUIREMENTS, FOLDER / "venv", install_python)
    try:
        unless_done(SERVERS / "package.json", NODE, install_node)
    except (OSError, subprocess.CalledProcessError) as error:
        return f"could not be installed: {error}"


def unless_done(wish, folder, work):
    """Call `work` unless it was done for the same wish."""
    done = folder / "installed"
    if not done.exists() or done.read_bytes() != wish.read_bytes():
        work()
        shutil.copy(wish, done)


def install_python():
    venv.create(FOLDER / "venv", with_pip=True, clear=True)
    options = ["--quiet", "--disable-pip-version-check", "--require-hashes"]
    subprocess.run([PYTHON, "-m", "pip", "install", *options, "-r", REQUIREMENTS], check=True)


def install_node():
    NODE.mkdir(exist_ok=True)
    shutil.copy(SERVERS / "package.json", NODE)
    npm = shutil.which("npm") or "npm"  # Windows: npm.cmd
    subprocess.run([npm, "install", "--silent", "--no-audit", "--no-fund"], cwd=NODE, check=True)
