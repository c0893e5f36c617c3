"""What the site keeps under `var/`: nobody else on this computer may read it."""

import os
import secrets
import tempfile
from pathlib import Path

from django.utils.crypto import salted_hmac


def secret_key(folder):
    """The key that signs cookies, made at the first call and the same ever after.

    SystemExit with a French sentence where it can be neither read nor written: without it the site must not start.
    """
    path = folder / "secret_key"
    try:
        if not path.exists():
            make_private(folder)
            write_once(path, secrets.token_urlsafe(50))
        return path.read_text(encoding="ascii")
    except OSError as error:
        raise SystemExit(
            f"Le dossier {folder} ne se lit pas ou ne s’écrit pas\u00a0: {error.strerror}.\n"
            "Est-il à vous (et non à un autre compte de ce PC), et le disque est-il ouvert en écriture\u00a0?\n"
            "Copiez tout le dossier du site là où vous pouvez écrire, ou supprimez var s’il ne contient rien d’utile."
        ) from None


def cookie_mark(key):
    """The end of the cookies' names: browsers keep those of two sites on one PC, on two ports, in one jar."""
    return f"-{salted_hmac('cookies', 'mark', secret=key).hexdigest()[:6]}"


def make_private(folder):
    """Make `folder` if need be, for its owner alone (Windows knows no modes: there it inherits its parent's rights)."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)


def write_once(path, text):
    """Write `path` as a whole or not at all; of several processes that try at once, the first wins."""
    descriptor, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
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
