"""Compare the engine's sums with the official release on npm: `python bench/engine_sums.py` (needs npm and Internet).

To run when the pin in requirements-engine.txt moves. Ends with status 1 where something differs or npm cannot be asked.
"""

import hashlib
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from workbench.engine import ENGINE, VERSION


def main():
    with tempfile.TemporaryDirectory() as folder:
        packed = fetch(folder)
        with tarfile.open(packed) as archive:
            wrong = [name for name, digest in ENGINE.items() if digest != digest_of(archive, name)]
    print(
        "\n".join(f"differs from pyodide@{VERSION}: {name}" for name in wrong) or f"all are those of pyodide@{VERSION}"
    )
    return 1 if wrong else 0


def fetch(folder):
    """The path of the release's archive. CalledProcessError or FileNotFoundError when npm cannot bring it."""
    command = ["npm", "pack", f"pyodide@{VERSION}", "--silent"]
    done = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
    return Path(folder) / done.stdout.strip().splitlines()[-1]


def digest_of(archive, name):
    return hashlib.sha256(archive.extractfile(f"package/{name}").read()).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
