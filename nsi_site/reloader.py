"""Restarts the site when a file changes, unless that would take it away from the class."""

import contextlib
import logging
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from django.utils import autoreload

from nsi_site import try_out

LAST_WORDS = 3  # seconds that the process which serves has to end by itself
A_FILE_CHANGED = 3  # the exit status by which Django's reloader asks to be started again

logger = logging.getLogger(__name__)


def serve(inner_run, **options):
    """Call `inner_run` in a process that is started again whenever the program changes."""
    for name in {"SIGTERM", "SIGHUP"} & set(dir(signal)):  # either ends both processes
        signal.signal(signal.Signals[name], lambda *_: sys.exit(0))
    if sys.stdin is None:  # closed by who started the site; Django's reloader asks it whether it is a terminal
        sys.stdin = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115 - for as long as the process lives
    with contextlib.suppress(KeyboardInterrupt):
        run(inner_run, options)


def run(inner_run, options):
    if os.environ.get(autoreload.DJANGO_AUTORELOAD_ENV) == "true":
        autoreload.start_django(CarefulReloader(), inner_run, **options)
    else:
        sys.exit(start_again_and_again())


def start_again_and_again():
    """Django's `restart_with_reloader`, which kills the process that serves a quarter of a second after Ctrl+C."""
    environment = os.environ | {autoreload.DJANGO_AUTORELOAD_ENV: "true"}
    while (status := run_child(autoreload.get_child_arguments(), environment)) == A_FILE_CHANGED:
        pass
    return status


def run_child(command, environment):
    """Return its exit status. Whatever ends this process ends the child, too."""
    child = subprocess.Popen(command, env=environment, close_fds=False)
    try:
        return child.wait()
    except KeyboardInterrupt:  # the console sent it to both
        end(child)
        raise
    except SystemExit:
        child.terminate()
        end(child)
        raise


def end(child):
    with contextlib.suppress(subprocess.TimeoutExpired):
        child.wait(LAST_WORDS)
    child.kill()
    child.wait()


class CarefulReloader(autoreload.StatReloader):
    """Django's own, with three differences.

    A program that can't be loaded is not started: the last good one goes on serving, and the console says why. A file
    with an older date (a copy that is put back) is a change too. What goes wrong while looking does not end the site.
    """

    trouble = ""

    def tick(self):
        seen = {}
        while True:
            seen = self.look(seen)
            time.sleep(self.SLEEP_TIME)
            yield

    def look(self, seen):
        """Compare the files' dates with those `seen`; return the new ones."""
        try:
            now = dict(self.snapshot_files())
        except Exception as error:  # noqa: BLE001 - no descriptor is left, a folder went away: next time, perhaps
            self.tell_trouble(str(error))
            return seen
        self.trouble = ""
        changed = [file for file, date in now.items() if seen.get(file, date) != date]
        if changed and self.is_sound(changed):
            for file in changed:
                self.notify_file_changed(file)
        return seen | now

    def tell_trouble(self, trouble):
        if trouble != self.trouble:
            logger.warning("Les fichiers modifiés ne peuvent pas être suivis pour le moment : %s", trouble)
        self.trouble = trouble

    def is_sound(self, changed):
        if not any(file.suffix == ".py" for file in changed):
            return True
        fault = try_out.fault()
        if fault:
            logger.error("%s\nLe site continue avec la version d’avant. Corrigez, puis enregistrez.", fault)
        return not fault
