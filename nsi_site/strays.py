"""When a new version was unzipped over an older one: what only the older one had is put aside, not deleted.

Standard library only: `start.py` calls it before anything is installed.
"""

import hashlib
import shutil

LIST = "files.txt"  # what the program consists of, a path a line (`python -m tests.shipped` writes it)
ASIDE = "anciens"
STAMP = "version.txt"  # of the list that the folder was last compared with


def put_aside(root, var):
    """Move what is not in the list from the program's folders below `var`; return the names. Once a version.

    A teacher may add files to a version: they stay until the next one comes. Where `var` is new, there was no older
    version; in a clone, git looks after its files.
    """
    path = root / LIST
    if not path.exists() or (root / ".git").exists():
        return []
    version = hashlib.sha256(path.read_bytes()).hexdigest()
    stamp = var / STAMP
    if stamp.exists() and stamp.read_text(encoding="ascii") == version:
        return []
    moved = move(root, var / ASIDE, set(path.read_text(encoding="utf-8").splitlines())) if var.exists() else []
    var.mkdir(parents=True, exist_ok=True)
    stamp.write_text(version, encoding="ascii")
    return moved


def move(root, target, known):
    strays = sorted(name for name in found(root, known) if name not in known)
    for name in strays:
        place = target / name
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(str(root / name), str(place))
        remove_empty(root, (root / name).parent)
    return strays


def found(root, known):
    """The names of the files in the program's folders, and of the programs beside them."""
    for folder in {name.split("/")[0] for name in known if "/" in name}:
        for path in (root / folder).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path.relative_to(root).as_posix()
    yield from (path.name for path in root.glob("*.py"))


def remove_empty(root, folder):
    while folder != root and all(path.name == "__pycache__" for path in folder.iterdir()):
        shutil.rmtree(str(folder))
        folder = folder.parent
