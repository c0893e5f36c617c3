"""A key in the console where the site runs, L then Enter: opens a link that signs in once, in this PC's browser.

The link itself is never printed, for the console may be projected.
"""

import logging
import os
import signal
import sys
import threading
import webbrowser

from django.core.management import CommandError
from django.db import OperationalError, connections

from nsi_site import one_time_link, teacher
from nsi_site.database_trouble import cause

KEY = b"l"
HINT = "Pour entrer au bureau sans mot de passe : tapez L, puis Entrée"
ELSEWHERE = "Aucun navigateur ne s’ouvre ici\u00a0: tapez «\u00a0start.py lien\u00a0» dans une autre console."

logger = logging.getLogger(__name__)


def is_there():
    """Whether somebody can type here: not so for a service, or where the input is a file, a pipe or closed."""
    return os.isatty(0)


def start(address):
    """Listen on a thread of its own, for as long as the process lives; call it in the main thread."""
    if not is_there():
        return
    if hasattr(signal, "SIGTTIN"):  # put in the background, the site goes on: it only hears no key any more
        signal.signal(signal.SIGTTIN, signal.SIG_IGN)
    threading.Thread(target=listen, args=[address, 0], name="console-key", daemon=True).start()


def listen(address, descriptor):
    """Not by `sys.stdin`: a thread that waits there keeps Python from ending."""
    while typed := read(descriptor):
        if typed.strip().lower() == KEY:
            logger.warning("%s", open_link(address))


def read(descriptor):
    """What was typed up to Enter; empty when nothing comes any more."""
    try:
        return os.read(descriptor, 1024)
    except OSError:
        return b""


def open_link(address):
    """Return what to tell: that the browser opens, or why it does not."""
    try:
        path = one_time_link.make_path(teacher.account(teacher.NAME))
    except CommandError as error:
        return str(error)
    except OperationalError as error:
        return " ".join(cause(str(error)))
    finally:
        connections.close_all()
    is_open = has_windows() and webbrowser.open(f"{address.rstrip('/')}{path}")
    return "Votre navigateur s’ouvre\u00a0: cliquez sur «\u00a0Entrer\u00a0»." if is_open else ELSEWHERE


def has_windows():
    """Elsewhere a browser of text would take the console."""
    return sys.platform in ("win32", "darwin") or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")))
