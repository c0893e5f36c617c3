"""The version of the files that dress the site: another one as soon as a file changes. It stands in their addresses."""

import os
import stat
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from time import monotonic
from typing import NamedTuple

from django.conf import settings

LENGTH = 12  # hexadecimal digits


class Version(NamedTuple):
    """`states`: the name of each file of STATICFILES_DIRS → its `state`. `mark` is their sum."""

    mark: str
    states: dict


def current():
    """Looked for once a second at most: who edits a file and loads the page again gets the new one."""
    return version_of(tuple(settings.STATICFILES_DIRS), int(monotonic()))


@lru_cache(maxsize=1)
def version_of(folders, _second):
    states = {name: found for name, place in files(folders) if (found := state(place))}
    mark = sha256(repr(sorted(states.items())).encode()).hexdigest()[:LENGTH]
    return Version(mark, states)


def files(folders):
    """(name, place) of each."""
    for folder in folders:
        for inside, _, names in os.walk(folder):
            for place in (Path(inside, name) for name in names):
                yield place.relative_to(folder).as_posix(), place


def state(place):
    """Changes with the file; None when there is no such file."""
    if place is None:
        return None
    try:
        status = Path(place).stat()
    except (OSError, ValueError):
        return None
    return (status.st_mtime_ns, status.st_size) if stat.S_ISREG(status.st_mode) else None
