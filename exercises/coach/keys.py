"""One key at a time from the terminal, without Enter where the system allows it."""

import sys
import time
from contextlib import contextmanager

try:
    import msvcrt
except ImportError:
    msvcrt = None
try:
    import select
    import termios
    import tty
except ImportError:
    termios = None

POLL = 0.05  # seconds
INTERRUPT = "\x03"


@contextmanager
def keyboard():
    """A function `read(timeout)`: the next key in lower case, "" when none came within `timeout` seconds."""
    if msvcrt:
        yield read_windows
    elif termios:
        saved = termios.tcgetattr(sys.stdin)
        tty.setcbreak(sys.stdin)
        try:
            yield read_posix
        finally:
            termios.tcsetattr(sys.stdin, termios.TCSADRAIN, saved)
    else:
        yield read_line


def read_posix(timeout):
    ready, _, _ = select.select([sys.stdin], [], [], timeout)
    return sys.stdin.read(1).lower() if ready else ""


def read_windows(timeout):
    end = time.monotonic() + timeout
    while not msvcrt.kbhit():
        if time.monotonic() > end:
            return ""
        time.sleep(POLL)
    key = msvcrt.getwch().lower()
    if key == INTERRUPT:
        raise KeyboardInterrupt
    return key


def read_line(timeout):
    """No way to wait for a key or a change at once: Enter alone runs the checks again."""
    return (input("> ").strip().lower() or "r")[0]
