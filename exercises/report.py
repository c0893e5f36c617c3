"""What the pupil's server tells its parent: one line of JSON per event, after a mark that no print() writes."""

import asyncio
import json
import linecache
import re
import sys
import traceback
from pathlib import Path

MARK = "\x1e"  # RFC 7464's record separator
LONGEST_MESSAGE = 2000  # characters


def event(kind, **fields):
    sys.__stdout__.write(f"{MARK}{json.dumps({'kind': kind, **fields})}\n")
    sys.__stdout__.flush()


def parse(line):
    """The event of one line of output, or None when the pupil's program printed it."""
    _, mark, text = line.partition(MARK)
    try:
        found = json.loads(text) if mark else None
    except ValueError:  # a pupil may print anything, the mark too
        return None
    return found if isinstance(found, dict) and "kind" in found else None


def describe(error, file):
    """An exception as fields; the place is the last one inside the pupil's file, its line None when there is none."""
    message = str(error.args[0] if isinstance(error, KeyError) and error.args else error)[:LONGEST_MESSAGE]
    fields = {"error": type(error).__name__, "message": message, "line": None, "source": "", "function": ""}
    if isinstance(error, SyntaxError):
        return fields | place(file, error.lineno, "") | {"message": error.msg}
    for frame, line in traceback.walk_tb(error.__traceback__):
        if is_in(file, frame.f_code):
            fields |= place(file, line, frame.f_code.co_name)
    return fields


def describe_forgotten_await(message, name, line, file):
    """`name` and `line` say where the coroutine was lost; the message says, when Python knows, where it was made."""
    made = re.findall(r'File "(.+)", line (\d+)', message)
    mine = [int(number) for name, number in [*made, (name, line)] if Path(name) == file]
    coroutine = re.search(r"coroutine '(.+?)'", message)[1]
    return place(file, mine[0] if mine else None, coroutine.rpartition(".")[2])


def waiting_places(loop, file):
    """Where the handlers of the pupil's file that are not over are now, in coroutines and in threads."""
    places = []
    for task in asyncio.all_tasks(loop):
        if not is_in(file, task.get_coro().cr_code):  # a task of the pupil's own may go on for ever
            frames = awaited_frames(task.get_coro(), file)
            places += [place(file, frame.f_lineno, frame.f_code.co_name) for frame in frames]
    for frame in sys._current_frames().values():
        inner = [(frame, line) for frame, line in traceback.walk_stack(frame) if is_in(file, frame.f_code)]
        places += [place(file, line, frame.f_code.co_name) for frame, line in inner[:1]]
    return places


def awaited_frames(coroutine, file):
    """The innermost frame of the pupil's file among the coroutines that this one awaits, in a list of at most one."""
    found = []
    while getattr(coroutine, "cr_frame", None):
        if is_in(file, coroutine.cr_code):
            found = [coroutine.cr_frame]
        coroutine = coroutine.cr_await
    return found


def is_in(file, code):
    return Path(code.co_filename) == file


def place(file, line, function):
    return {"line": line, "source": linecache.getline(str(file), line or 0).strip(), "function": function}
