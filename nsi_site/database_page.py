"""The page of who meets a database that cannot be used now; the console says when that begins and ends."""

import logging
import sys
import threading
import time

from django.db import Error

from nsi_site.database_trouble import cause, is_passing
from nsi_site.diagnostic import data
from pages import errors

PAUSE = 2  # seconds between two looks whether it is over

logger = logging.getLogger(__name__)


def server_error(request):
    """Django's handler of all that was not foreseen: 503 when it is the database's state, else 500."""
    error = sys.exception()
    if not is_passing(error):
        return errors.server_error(request)
    what, advice = cause(str(error))
    Watch.begin(what, advice)
    response = errors.error_page(
        503,
        "Réessayez dans un instant",
        f"Ce que vous demandez s’écrit dans la base de données, et elle n’est pas disponible. {what}",
        f"Rien n’a été changé\u00a0: réessayez. Si cela dure, prévenez votre professeur. {advice}",
    )
    response.headers["Retry-After"] = str(PAUSE)
    return response


class Watch:
    """While the database is ill, one thread looks whether it is well again."""

    lock = threading.Lock()
    thread = None

    @classmethod
    def begin(cls, what, advice):
        with cls.lock:
            if cls.thread is None:
                logger.error("La base de données n’est pas disponible. %s %s", what, advice)
                cls.thread = threading.Thread(target=cls.look, name="database-watch", daemon=True)
                cls.thread.start()

    @classmethod
    def look(cls):
        while not is_well():
            time.sleep(PAUSE)
        logger.warning("La base de données est de nouveau disponible.")
        cls.thread = None


def is_well():
    try:
        data.write()
    except Error:
        return False
    return True
