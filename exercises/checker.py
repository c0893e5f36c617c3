"""The checks as the page runs them: in a thread, once for each state of the file."""

import asyncio
import threading

from exercises import workspace
from exercises.catalogue import all_exercises
from exercises.runner import Outcome, run_checks


class Checker:
    def __init__(self):
        self.lock = threading.Lock()
        self.checked = None  # fingerprint of the file that `outcome` is about
        self.passed = 0  # so far, in the run that goes on
        self.outcome = Outcome(0)
        self.thread = None

    @property
    def running(self):
        return self.thread is not None and self.thread.is_alive()

    def refresh(self):
        """Start a run unless one goes on or the file is as it was at the last."""
        with self.lock:
            fingerprint = workspace.fingerprint()
            if not self.running and fingerprint not in (None, self.checked):
                self.checked, self.passed = fingerprint, 0
                self.thread = threading.Thread(target=self.run, daemon=True)
                self.thread.start()

    def forget(self):
        """Have the next `refresh` run the checks, even on the same file."""
        self.checked = None

    def run(self):
        self.outcome = asyncio.run(run_checks(workspace.file(), all_exercises(), self.note_passed))
        workspace.note_reached(self.outcome.done)

    def note_passed(self, exercise):
        self.passed = exercise.number

    def describe(self):
        """What the page shows: how far the file comes and why it fails."""
        failed = self.outcome.failed
        return {
            "running": self.running,
            "passed": self.passed,
            "done": self.outcome.done,
            "failed": failed and failed.slug,
            "lost": failed is not None and failed.number <= workspace.reached(),
            "failedTitle": failed and f"{failed.number}. {failed.title}",
            "verdict": self.outcome.verdict and self.outcome.verdict.to_json(),
        }


checker = Checker()
