"""One line per request in the console, as in the original lesson; what came from outside cannot play tricks in it.

The console may be projected: of a line no more is written than a class may see and can read. static/lesson/console.js
writes the same lines for a pupil.
"""

import logging
import re
from datetime import datetime
from urllib.parse import unquote

from django.conf import settings

from exchanges.letters import without_letter
from relay.keys import without_key

logger = logging.getLogger(__name__)

LONGEST = 200  # characters of a request
# Whoever has the address of such a room may read it, and a link that signs in does so for anybody at this PC.
SECRET = re.compile(r"(/chat/(?:prive|lecon)-|/entrer/)[^/?#]+")
# The files of these pages are the lesson's subject; all others dress the pages around it.
SHOWN_FILES = ("pages/",)


def log_request(address, method, target, version, status):
    """Write the line of a request that was answered; `target` is the path and query as sent."""
    if not is_dressing(target):
        logger.info(request_line(address, datetime.now(), method, without_key(without_letter(target)), version, status))


def is_dressing(target):
    """Whether a file is asked for by the pages around the frames, or by a frame for what dresses all pages."""
    path = without_letter(target).partition("?")[0]
    if not path.startswith(settings.STATIC_URL):
        return False
    if path != target.partition("?")[0]:  # in a frame
        return path in settings.EXCHANGES_NEVER
    return not path.removeprefix(settings.STATIC_URL).startswith(SHOWN_FILES)


def request_line(address, moment, method, target, version, status):
    readable = unquote(SECRET.sub(r"\1…", target), errors="backslashreplace").replace(" ", "%20")
    request = f"{shortened(printable(f'{method} {readable}'))} {printable(version)}"
    return f'{printable(str(address))} - - [{moment:%d/%b/%Y %H:%M:%S}] "{request}" {status} -'


def shortened(text):
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} …"


def printable(text):
    """Escape quotes, backslashes and what is not visible: line ends, terminal codes, writing directions."""
    if text.isprintable() and '"' not in text and "\\" not in text:
        return text
    return "".join(escape(character) for character in text)


def escape(character):
    if character in '"\\':
        return f"\\{character}"
    return character if character.isprintable() else character.encode("unicode_escape").decode("ascii")
