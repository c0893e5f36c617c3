"""The console never makes the site wait: lines go through a bounded queue to a thread that writes them.

A console that is not read stops the thread alone: a window in which somebody selects text (Windows), Ctrl+S, a pipe.
Lines that find the queue full are dropped; once the console is read again, it says how many.
"""

import atexit
import io
import logging
import os
import sys
import time
from logging.handlers import QueueHandler, QueueListener
from queue import Full, Queue

MOST_WAITING = 2000  # lines
LAST_LINES = 1.0  # seconds for what still waits when the process ends
LONGEST_PRINTED = 10_000  # characters that a view may print before the end of its line
FULL_PAUSE = 0.05  # seconds before a console that had no room is tried again

printed = logging.getLogger("nsi_site.print")


class ConsoleHandler(QueueHandler):
    """The logging handler for LOGGING: hands lines over and returns at once."""

    def __init__(self, stream=None, capacity=MOST_WAITING):
        super().__init__(Queue(capacity))
        self.dropped = 0
        writer = Writer(stream or sys.stderr)
        # The listener's thread is a daemon's: it never keeps the process from ending.
        ConsoleListener(self, writer).start()
        atexit.register(self.drain)

    def enqueue(self, record):
        try:
            self.queue.put_nowait(record)
        except Full:
            self.dropped += 1

    def drain(self):
        """Wait until all is written, but not for a console that nobody reads."""
        end = time.monotonic() + LAST_LINES
        while self.queue.unfinished_tasks and time.monotonic() < end:
            time.sleep(0.01)


class ConsoleListener(QueueListener):
    """The thread that writes what the handler's queue holds."""

    def __init__(self, handler, writer):
        super().__init__(handler.queue, writer)
        self.handler, self.writer = handler, writer

    def handle(self, record):
        super().handle(record)
        if self.handler.dropped and self.queue.empty():
            count, self.handler.dropped = self.handler.dropped, 0
            self.writer.write(dropped_line(count))


def dropped_line(count):
    if count == 1:
        return "… 1 ligne n’a pas été affichée : cette console n’était pas lue."
    return f"… {count} lignes n’ont pas été affichées : cette console n’était pas lue."


class Writer:
    """Writes lines as bytes, below Python's buffers and without logging's locks.

    A thread that is stuck in a write must hold nothing that the end of the interpreter waits for.
    """

    def __init__(self, stream):
        buffer = getattr(stream, "buffer", stream)
        self.raw = getattr(buffer, "raw", buffer)
        self.encoding = stream.encoding or "ascii"

    def handle(self, record):
        """What a listener calls; the record was made text by `QueueHandler.prepare`."""
        self.write(record.getMessage())

    def write(self, line):
        data = (line + os.linesep).encode(self.encoding, "backslashreplace")
        try:
            while data:
                written = self.raw.write(data)
                if written is None:  # a console that does not block has no room now
                    time.sleep(FULL_PAUSE)
                data = data[written or 0 :]
        except (OSError, ValueError):
            pass  # a console that is closed reads nothing any more


class PrintedLines(io.TextIOBase):
    """Stands for `sys.stdout` while the site runs: what a view prints is a line like those of logging."""

    encoding = "utf-8"
    waiting = ""  # printed, its line not yet ended

    def writable(self):
        return True

    def write(self, text):
        *lines, self.waiting = (self.waiting + text).split("\n")
        if len(self.waiting) > LONGEST_PRINTED:  # whose line may never end
            lines.append(self.waiting)
            self.waiting = ""
        for line in lines:
            printed.info("%s", line)
        return len(text)
