import os
import pty
import sys

import pytest

from exercises.coach import keys


@pytest.fixture
def terminal(monkeypatch):
    """What is written to the returned file descriptor is typed on standard input."""
    master, slave = pty.openpty()
    with os.fdopen(slave, "r") as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        yield master
    os.close(master)


def test_a_key_comes_without_enter_and_in_lower_case(terminal):
    with keys.keyboard() as read:
        os.write(terminal, b"R")
        assert read(5) == "r"


def test_no_key_is_an_empty_text(terminal):
    with keys.keyboard() as read:
        assert read(0) == ""


def test_where_keys_cannot_be_read_enter_runs_the_checks(monkeypatch):
    monkeypatch.setattr(keys, "termios", None)
    lines = iter(["", "Liste"])
    monkeypatch.setattr("builtins.input", lambda prompt: next(lines))
    with keys.keyboard() as read:
        assert read(5) == "r"
        assert read(5) == "l"


def test_on_windows_keys_come_from_the_console(monkeypatch):
    class Console:
        typed = ["I", "\x03"]

        def kbhit(self):
            return bool(self.typed)

        def getwch(self):
            return self.typed.pop(0)

    monkeypatch.setattr(keys, "msvcrt", Console())
    with keys.keyboard() as read:
        assert read(5) == "i"
        with pytest.raises(KeyboardInterrupt):
            read(5)
        assert read(0) == ""
