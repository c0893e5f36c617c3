"""Stops what would stop the stage: endless loops, exit(), input(), threads, other programs, recursion, nested JSON.

A loop is endless when the pupil's code ran `MOST_LINES` lines, or used `MOST_CPU` seconds of processor, without giving
the hand back: neither depends on how busy the PC is.
"""

import builtins
import dis
import json
import json.encoder
import json.scanner
import sys
import threading
import time
import types
from contextlib import contextmanager

MOST_LINES = 300_000
MOST_CPU = 3.0  # seconds
CPU_EVERY = 1000  # lines between two looks at the processor's clock
MOST_FRAMES = 300  # of Python, above those that are there when the pupil's code begins
TOOL = 4
PROGRAMS = ("os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.startfile", "os.system")
PROGRAMS += ("subprocess.Popen", "_winapi.CreateProcess")
cpu = time.thread_time if sys.platform != "emscripten" else time.perf_counter


class TooLong(BaseException):
    """Not an Exception: `except Exception` in the pupil's loop must not catch it."""


class Refused(RuntimeError):
    """What a pupil's program may not do here; the message is the name of what it called."""


class Guard:
    """`watch` (watch.py) knows which files are the pupil's, and hears of loops and of what an `except` caught."""

    active = None

    def __init__(self, watch):
        self.watch = watch
        self.raised = None  # (frame, exception), before Python 3.12
        self.rearm()

    def rearm(self):
        """The pupil's code has just been given the hand."""
        self.lines, self.since, self.told = 0, cpu(), False

    def look(self, code, line):
        self.lines += 1
        if self.lines > MOST_LINES or (self.lines % CPU_EVERY == 0 and cpu() - self.since > MOST_CPU):
            self.tell(code, line)
            raise TooLong

    def tell(self, code, line):
        """Once for each loop: the pupil's `except:` may catch TooLong, which then comes again at the next line."""
        if not self.told:
            self.told = True
            self.watch.note("stuck", **self.watch.place(code.co_filename, line, code.co_name))

    @contextmanager
    def watching(self):
        """Look on while inside; one guard at a time, the one before goes on afterwards."""
        before, Guard.active = Guard.active, self
        self.rearm()
        start_looking()
        try:
            yield self
        finally:
            Guard.active = before
            if before is None:
                stop_looking()


def rearm():
    if Guard.active:
        Guard.active.rearm()


if hasattr(sys, "monitoring"):
    events = sys.monitoring.events

    def start_looking():
        if sys.monitoring.get_tool(TOOL):
            return
        sys.monitoring.use_tool_id(TOOL, "stage")
        sys.monitoring.register_callback(TOOL, events.LINE, on_line)
        sys.monitoring.register_callback(TOOL, events.JUMP, lambda code, at, to: on_line(code, line_at(code, at)))
        sys.monitoring.register_callback(TOOL, events.EXCEPTION_HANDLED, on_handled)
        sys.monitoring.set_events(TOOL, events.EXCEPTION_HANDLED)

    def stop_looking():
        sys.monitoring.free_tool_id(TOOL)

    def on_line(code, line):
        if Guard.active:
            Guard.active.look(code, line)

    def on_handled(code, offset, error):
        guard = Guard.active
        if guard and guard.watch.inside(code.co_filename):
            guard.watch.note_handled(error, code)

    def watch_code(code):
        """Have the lines of this code, and of all inside it, looked at."""
        sys.monitoring.set_local_events(TOOL, code, events.LINE | events.JUMP)
        for inner in code.co_consts:
            if isinstance(inner, types.CodeType):
                watch_code(inner)

    def line_at(code, offset):
        return next((line for start, end, line in code.co_lines() if start <= offset < end), None)

else:

    def start_looking():
        sys.settrace(trace)

    def stop_looking():
        sys.settrace(None)

    def trace(frame, event, argument):
        guard = Guard.active
        if not guard or not guard.watch.inside(frame.f_code.co_filename):
            return None
        if event == "call":
            frame.f_trace_opcodes = frame.f_code in TIGHT
        elif event == "opcode":
            guard.look(frame.f_code, frame.f_lineno)
        elif event == "exception":
            guard.raised = (frame, argument[1])
        elif event == "line":
            if guard.raised and guard.raised[0] is frame:  # the frame goes on: it caught the exception
                guard.watch.note_handled(guard.raised[1], frame.f_code)
                guard.raised = None
            guard.look(frame.f_code, frame.f_lineno)
        return trace

    TIGHT = set()  # code with a loop on one line: `while True: pass` gives no line event

    def watch_code(code):
        if has_tight_loop(code):
            TIGHT.add(code)
        for inner in code.co_consts:
            if isinstance(inner, types.CodeType):
                watch_code(inner)

    def has_tight_loop(code):
        lines, line = {}, None
        for instruction in dis.get_instructions(code):
            line = lines[instruction.offset] = instruction.starts_line or line
            if "BACKWARD" in instruction.opname and lines.get(instruction.argval) == line:
                return True
        return False


# --- what must not be called ---------------------------------------------------------------------------------------
def refusing(name):
    def refuse(*_, **__):
        raise Refused(name)

    return refuse


@contextmanager
def forbidding():
    """input(), threads and deep recursion raise an exception that has its French sentence; JSON is read by Python code.

    The C scanner of nested JSON and recursion through C end the whole engine where CPython is WebAssembly.
    """
    saved = builtins.input, threading.Thread.start, sys.getrecursionlimit()
    builtins.input, threading.Thread.start = refusing("input"), refusing("thread")
    sys.setrecursionlimit(depth() + MOST_FRAMES)
    try:
        with json_in_python():
            yield
    finally:
        builtins.input, threading.Thread.start = saved[:2]
        sys.setrecursionlimit(saved[2])


def depth():
    frame, frames = sys._getframe(), 0
    while frame:
        frame, frames = frame.f_back, frames + 1
    return frames


@contextmanager
def json_in_python():
    saved = json.scanner.make_scanner, json.encoder.c_make_encoder, json._default_decoder
    json.scanner.make_scanner, json.encoder.c_make_encoder = json.scanner.py_make_scanner, None
    json._default_decoder = json.JSONDecoder()
    try:
        yield
    finally:
        json.scanner.make_scanner, json.encoder.c_make_encoder, json._default_decoder = saved


def refuse_programs():
    """For the rest of this process: nobody would stop a program that the pupil's starts."""

    def hook(event, _):
        if event in PROGRAMS:
            raise Refused("program")

    sys.addaudithook(hook)


def limit_memory(size):
    """Where the system can: `size` bytes for this process."""
    try:
        import resource
    except ImportError:  # Windows, and the browser's engine
        return
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    limit = size if most == resource.RLIM_INFINITY else min(size, most)
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
