"""What the site keeps under `var/`: nobody else on this computer may read it."""

import os
import secrets
import tempfile
from pathlib import Path


def secret_key(folder):
    """The key that signs cookies, made at the first call and the same ever after."""
    path = folder / "secret_key"
    if not path.exists():
        make_private(folder)
        write_once(path, secrets.token_urlsafe(50))
    return path.read_text(encoding="ascii")


def make_private(folder):
    """Make `folder` if need be, for its owner alone (Windows knows no modes: there it inherits its parent's rights)."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)


def write_once(path, text):
    """Write `path` as a whole or not at all; of several processes that try at once, the first wins."""
    descriptor, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(descriptor)
    try:
        os.link(name, path)
    except FileExistsError:
        pass
    except OSError:  # a USB stick's file system knows no links
        Path(name).replace(path)
        return
    Path(name).unlink()
