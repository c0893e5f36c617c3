import io
import logging
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.request

import pytest

from nsi_site import console_queue
from nsi_site.console_queue import ConsoleHandler, PrintedLines, dropped_line
from tests.servers import ROOT, Site, wait_until

# Long lines: some 300 fill the pipe, 2000 wait, the others are dropped.
REQUEST = b"HEAD /static/pages/style.css?" + b"x" * 200 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n"
TIMES, AT_ONCE = 35, 100


class Console(io.RawIOBase):
    """Reads nothing until it is told to."""

    encoding = "utf-8"

    def __init__(self):
        self.read_again, self.shown = threading.Event(), b""

    def write(self, data):
        self.read_again.wait()
        self.shown += data
        return len(data)


@pytest.fixture
def console():
    return Console()


@pytest.fixture
def logger(console):
    logger = logging.Logger("test")
    logger.addHandler(ConsoleHandler(console, capacity=10))
    return logger


def test_lines_are_written_in_order_once_the_console_is_read(console, logger):
    for number in range(5):
        logger.info("line %d", number)
    console.read_again.set()
    wait_until(lambda: console.shown.count(b"line") == 5, "the lines are written")
    assert console.shown.decode().split() == " ".join(f"line {n}" for n in range(5)).split()


def test_what_finds_the_queue_full_is_dropped_and_counted_after_the_rest(console, logger):
    for number in range(100):
        logger.info("line %d", number)
    console.read_again.set()
    wait_until(lambda: "n’ont pas été affichées" in console.shown.decode(), "the number is told")
    *lines, told = console.shown.decode().splitlines()
    numbers = [int(line.removeprefix("line ")) for line in lines]
    assert numbers[:10] == list(range(10))
    assert numbers[10:] == sorted(numbers[10:])  # one more, if the thread had taken the first line late
    assert told == dropped_line(100 - len(lines))


def test_a_console_that_does_not_block_is_tried_again_in_peace():
    class FullConsole(Console):
        tries = 0

        def write(self, data):
            self.tries += 1
            return len(data) if self.read_again.is_set() else None

    console = FullConsole()
    logger = logging.Logger("test")
    logger.addHandler(ConsoleHandler(console))
    began = time.monotonic()
    logger.info("a line")
    wait_until(lambda: console.tries >= 3, "it is tried again, and again")
    assert time.monotonic() - began > console_queue.FULL_PAUSE
    console.read_again.set()


def test_a_traceback_is_written_too(console, logger):
    console.read_again.set()
    try:
        raise RuntimeError("on purpose")
    except RuntimeError:
        logger.exception("It failed")
    wait_until(lambda: b"RuntimeError: on purpose" in console.shown, "the traceback is written")


def test_an_encoding_without_the_characters_is_no_obstacle(console, logger):
    console.encoding = "ascii"
    quiet = logging.Logger("quiet")
    quiet.addHandler(ConsoleHandler(console))
    console.read_again.set()
    quiet.info("é")
    wait_until(lambda: console.shown == b"\\xe9" + os.linesep.encode(), "the character is escaped")


def test_a_console_that_is_closed_ends_nothing(console, logger):
    console.write = lambda data: (_ for _ in ()).throw(BrokenPipeError())
    logger.info("lost")
    logger.handlers[0].drain()
    assert not logger.handlers[0].queue.unfinished_tasks


def test_one_dropped_line_is_said_in_the_singular():
    assert dropped_line(1).startswith("… 1 ligne n’a")


def test_what_is_printed_is_logged_line_by_line(caplog):
    with caplog.at_level("INFO", logger="nsi_site.print"):
        print("a", 1, file=(lines := PrintedLines()))
        print("un", end="", file=lines)
        print("e\ndeux", file=lines)
    assert caplog.messages == ["a 1", "une", "deux"]


def test_a_line_that_never_ends_is_written_in_parts(caplog):
    caplog.set_level("INFO", "nsi_site.print")
    lines = console_queue.PrintedLines()
    for _ in range(25):
        lines.write("x" * 1000)
    assert len(lines.waiting) <= console_queue.LONGEST_PRINTED
    lines.write("\n")
    assert "".join(record.getMessage() for record in caplog.records) == "x" * 25_000


def test_a_process_whose_console_is_not_read_can_end():
    program = (
        "import logging, sys; from nsi_site.console_queue import ConsoleHandler;"
        "logging.getLogger().addHandler(ConsoleHandler(sys.stdout));"
        "[logging.error('x' * 1000) for _ in range(500)]"
    )
    process = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE)
    assert process.wait(30) == 0
    process.stdout.close()


class UnreadSite(Site):
    """A site whose console is a pipe that nobody reads."""

    def start(self):
        self.process = subprocess.Popen(
            self.command, cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        wait_until(self.answers, "the site answers")

    def read(self):
        """Start to read; return the list to which the lines are added."""
        lines = []
        threading.Thread(target=lambda: lines.extend(self.process.stdout), daemon=True).start()
        return lines

    @property
    def output(self):
        return "(nobody reads it)"


def test_a_console_that_nobody_reads_does_not_stop_the_site(tmp_path):
    site = UnreadSite(tmp_path)
    site.start()
    try:
        with socket.create_connection(("127.0.0.1", site.port), 60) as connection:
            for _ in range(TIMES):
                connection.sendall(REQUEST * AT_ONCE)
                answers = b""
                while answers.count(b"HTTP/1.1 200 ") < AT_ONCE:
                    answers += connection.recv(65_536)
        assert urllib.request.urlopen(f"{site.url}/sante", timeout=20).status == 200
        lines = site.read()
        wait_until(lambda: any("n’ont pas été affichées" in line.decode() for line in lines), "it says how many")
        assert len(lines) < console_queue.MOST_WAITING + 2000
    finally:
        site.kill()
        site.process.stdout.close()
