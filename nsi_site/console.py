"""One line per request in the console, as in the original lesson; what came from outside cannot play tricks in it."""

import logging
from datetime import datetime
from urllib.parse import unquote

from exchanges.letters import without_letter

logger = logging.getLogger(__name__)


def log_request(address, method, target, version, status):
    """Write the line of a request that was answered; `target` is the path and query as sent."""
    logger.info(request_line(address, datetime.now(), method, without_letter(target), version, status))


def request_line(address, moment, method, target, version, status):
    readable = unquote(target, errors="backslashreplace")
    request = printable(f"{method} {readable} {version}")
    return f'{printable(str(address))} - - [{moment:%d/%b/%Y %H:%M:%S}] "{request}" {status} -'


def printable(text):
    """Escape quotes, backslashes and what is not visible: line ends, terminal codes, writing directions."""
    return "".join(escape(character) for character in text)


def escape(character):
    if character in '"\\':
        return f"\\{character}"
    return character if character.isprintable() else character.encode("unicode_escape").decode("ascii")
