"""The child process that runs the pupil's file, as seen from its parent."""

import re
import subprocess
import sys
import threading
from collections import deque
from pathlib import Path

from exercises import report

ROOT = Path(__file__).resolve().parent.parent
START_DEADLINE = 20  # seconds; the antivirus of a school PC may read every module
STOP_DEADLINE = 2
PRINTED_LINES = 40
LONGEST_LINE = 50_000  # characters; what is longer is read in pieces
MOST_EVENTS = 20_000


class PupilServer:
    """Events are kept in `events`; `on_event()` is called from another thread after each, and once at the end."""

    def __init__(self, file, on_event=lambda: None):
        self.file = Path(file)
        self.on_event = on_event
        self.events = []
        self.printed = deque(maxlen=PRINTED_LINES)
        self.stack = []
        self.settled = threading.Event()
        self.finished = threading.Event()

    def start(self):
        command = [sys.executable, "-X", "utf8", "-m", "exercises.sandbox", str(self.file)]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        self.process = subprocess.Popen(command, **pipes, cwd=ROOT, encoding="utf-8", errors="replace")
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()
        return self

    def read(self):
        for line in iter(lambda: self.process.stdout.readline(LONGEST_LINE), ""):
            self.take(line)
            self.on_event()
        self.process.wait()
        if self.stack:
            self.events.append({"kind": "stuck"} | self.stuck_place())
        elif not self.started or self.process.returncode:
            self.events.append({"kind": "ended"})
        self.settled.set()
        self.finished.set()
        self.on_event()

    def take(self, line):
        event = report.parse(line)
        if event and event["kind"] == "layer" and len(self.events) >= MOST_EVENTS:
            return  # a loop that sends without end must not fill the site's memory
        if event:
            self.events.append(event)
        elif self.stack or line.startswith("Timeout ("):
            self.stack.append(line)
        else:
            self.printed.append(line.rstrip("\n"))
        if event and event["kind"] in ("ready", "load_error", "no_consumer"):
            self.settled.set()

    def stuck_place(self):
        """The pupil's line in what faulthandler wrote: the innermost comes first."""
        for line in self.stack:
            match = re.match(r'  File "(.+)", line (\d+) in (.+)', line)
            if match and Path(match[1]) == self.file:
                return report.place(self.file, int(match[2]), match[3].strip())
        return report.place(self.file, None, "")

    def wait_until_started(self):
        """Block until the child listens or has said why it does not."""
        if not self.settled.wait(START_DEADLINE):
            self.events.append({"kind": "ended"})
        return self

    @property
    def started(self):
        return self.first("ready") is not None

    @property
    def running(self):
        """False once the child has ended and all that it had to say is in `events`."""
        return self.started and not self.finished.is_set()

    @property
    def port(self):
        return self.first("ready")["port"]

    def first(self, *kinds):
        return next((event for event in self.events if event["kind"] in kinds), None)

    def last(self, *kinds):
        return next((event for event in reversed(self.events) if event["kind"] in kinds), None)

    def ask_where_it_waits(self):
        """Have the child send a `waiting` event."""
        try:
            self.process.stdin.write("\n")
            self.process.stdin.flush()
        except OSError:  # it has just died, which is an answer too
            return

    def stop(self):
        """End the child, at once if it does not obey; safe to call twice."""
        try:
            self.process.stdin.close()
            self.process.wait(STOP_DEADLINE)
        except (OSError, subprocess.TimeoutExpired):
            self.process.kill()
        self.reader.join(STOP_DEADLINE)
        if not self.reader.is_alive():  # else something holds the pipe open, and closing would wait for it
            self.process.stdout.close()
