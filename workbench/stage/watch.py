"""What is told of a running program: exceptions, even caught ones, forgotten awaits, long sleeps, prints."""

import asyncio
import io
import linecache
import re
import sys
import traceback
import types
import warnings
from collections import deque
from contextlib import contextmanager
from pathlib import Path

from workbench.stage.guard import TooLong

MOST_EVENTS = 5000
MOST_PRINTED = 40  # lines
LONGEST_LINE = 500
LONGEST_MESSAGE = 2000
LONGEST_VALUE = 80
GIVEN_NAMES = ("True", "False", "None", "request", "csrf_token")
LONG_SLEEP = 0.2  # seconds
STUCK_SLEEP = 1.5
ORDINARY = (
    StopIteration,
    StopAsyncIteration,
    asyncio.CancelledError,
    GeneratorExit,
    TooLong,
)  # told elsewhere or no news


class Watch:
    """`events` are dictionaries with a `kind`; `folder` is the project's, places are told as paths inside it."""

    def __init__(self, folder, hear=lambda event: None):
        self.folder, self.hear = str(folder), hear
        self.events, self.told = [], []
        self.printed = deque(maxlen=MOST_PRINTED)

    def note(self, kind, **fields):
        if len(self.events) < MOST_EVENTS:  # a loop that sends without end must not fill the memory
            self.events.append({"kind": kind, **fields})
            self.hear(self.events[-1])

    def inside(self, filename):
        return filename.startswith(self.folder)

    # --- errors ------------------------------------------------------------------------------------------
    def note_exception(self, error, kind="exception"):
        """Once for each exception, however many tasks it passes through."""
        if error in self.told or isinstance(error, ORDINARY):
            return
        self.told.append(error)
        self.note(kind, **self.describe(error))

    def note_handled(self, error, code):
        if not isinstance(error, ORDINARY) and error not in self.told:
            self.note("handled", **self.describe(error), caught_in=code.co_name)

    def describe(self, error):
        """An exception as fields; the place is the last one inside the project, its line None when there is none."""
        message = str(error.args[0] if isinstance(error, KeyError) and error.args else error)[:LONGEST_MESSAGE]
        fields = {"error": type(error).__name__, "message": message, "values": [], **self.place(None, None, "")}
        if isinstance(error, SyntaxError):
            return fields | self.place(error.filename, error.lineno, "") | {"message": error.msg or ""}
        for frame, line in traceback.walk_tb(error.__traceback__):
            if self.inside(frame.f_code.co_filename):
                fields |= self.place(frame.f_code.co_filename, line, frame.f_code.co_name)
                fields["values"] = values_at(fields["source"], frame)
        return fields | self.place_in_template(error)

    def place_in_template(self, error):
        """Django leaves it on the exception when DEBUG is on."""
        debug = getattr(error, "template_debug", None)
        if not debug or not self.inside(debug["name"]):
            return {}
        return self.place(debug["name"], debug["line"], "")

    def place(self, filename, line, function):
        source = linecache.getline(filename, line).strip() if filename and line else ""
        file = self.relative(filename) if filename and self.inside(filename) else ""
        return {"file": file, "line": line, "source": source, "function": function}

    def relative(self, filename):
        return filename[len(self.folder) :].lstrip("/\\").replace("\\", "/")

    @contextmanager
    def hearing_django(self):
        """Django answers an exception of a view with a page; it is told here as well."""
        from django.core.signals import got_request_exception

        def hear(**_):
            self.note_exception(sys.exc_info()[1])

        got_request_exception.connect(hear)
        try:
            yield
        finally:
            got_request_exception.disconnect(hear)

    @contextmanager
    def hearing_templates(self):
        """A variable that a template does not find is shown as nothing; it is told here."""
        from django.template.base import Variable, VariableDoesNotExist

        resolve = Variable.resolve

        def told(variable, context):
            try:
                return resolve(variable, context)
            except VariableDoesNotExist:
                known = [name for name in context.flatten() if name not in GIVEN_NAMES]
                self.note("blank", name=str(variable.var), known=known)
                raise

        Variable.resolve = told
        try:
            yield
        finally:
            Variable.resolve = resolve

    # --- what hangs --------------------------------------------------------------------------------------
    def waiting_places(self):
        """Where the handlers of the project that are not over wait now."""
        places = []
        for task in asyncio.all_tasks():
            if not self.inside(code_of(task.get_coro()).co_filename):  # a task of the pupil's own may go on for ever
                places += [self.place(f.f_code.co_filename, f.f_lineno, f.f_code.co_name) for f in self.inner(task)]
        return places

    def inner(self, task):
        """The innermost frame of the project among the coroutines that this task awaits, in a list of at most one."""
        found, coroutine = [], task.get_coro()
        while getattr(coroutine, "cr_frame", None):
            if self.inside(coroutine.cr_code.co_filename):
                found = [coroutine.cr_frame]
            coroutine = coroutine.cr_await
        return found

    def note_sleep(self, seconds):
        caller = sys._getframe(2)
        place = self.place(caller.f_code.co_filename, caller.f_lineno, caller.f_code.co_name)
        if seconds >= LONG_SLEEP:
            self.note("stuck" if seconds >= STUCK_SLEEP else "blocked", **place)

    # --- the streams -------------------------------------------------------------------------------------
    @contextmanager
    def listening(self):
        """Take prints and the warnings about coroutines that nobody awaited."""
        out, err, show = sys.stdout, sys.stderr, warnings.showwarning
        depth = sys.get_coroutine_origin_tracking_depth()
        sys.stdout = sys.stderr = Prints(self.take_line)
        sys.set_coroutine_origin_tracking_depth(1)
        with warnings.catch_warnings():
            warnings.simplefilter("always", RuntimeWarning)
            warnings.showwarning = self.take_warning
            try:
                yield
            finally:
                sys.stdout.flush()
                sys.stdout, sys.stderr, warnings.showwarning = out, err, show
                sys.set_coroutine_origin_tracking_depth(depth)

    def take_line(self, line):
        self.printed.append(line)
        self.hear({"kind": "printed", "text": line})

    def take_warning(self, message, category, filename, line, *_):
        """Where the coroutine was lost, or, when Python knows, made."""
        found = re.search(r"coroutine '(.+?)' was never awaited", str(message))
        if not found:
            return
        made = re.findall(r'File "(.+)", line (\d+)', str(message))
        mine = [(name, int(number)) for name, number in [*made, (filename, line)] if self.inside(name)]
        if not mine and not self.is_own_method(found[1]):  # left by an earlier run, and only now collected
            return
        name, number = mine[0] if mine else (None, None)
        self.note("never_awaited", **self.place(name, number, found[1].rpartition(".")[2]), qualified=found[1])

    def is_own_method(self, qualified):
        """Whether it is a method of a class of the project, called by Channels and not by a line of the pupil's."""
        path = Path(self.folder) / "consumers.py"
        return path.exists() and f"class {qualified.partition('.')[0]}" in path.read_text("utf-8", "replace")


class Prints(io.TextIOBase):
    """Calls `take(line)` for each line printed."""

    def __init__(self, take):
        self.take, self.rest = take, ""

    def write(self, text):
        *lines, self.rest = (self.rest + text[-100 * LONGEST_LINE :]).split("\n")
        for line in lines:
            self.take(line[:LONGEST_LINE])
        self.rest = self.rest[-LONGEST_LINE:]
        return len(text)

    def flush(self):
        if self.rest:
            self.take(self.rest)
            self.rest = ""


def code_of(coroutine):
    return getattr(coroutine, "cr_code", None) or coroutine.gi_code


def values_at(source, frame):
    """`[name, value]` of what this line names: variables of the function first, then of the file."""
    names = dict.fromkeys(re.findall(r"(?<![.\w\"'])[^\W\d]\w*", source))
    found = [(name, scope[name]) for name in names for scope in [scope_of(name, frame)] if scope is not None]
    return [[name, shown(value)] for name, value in found if worth_showing(name, value)]


def scope_of(name, frame):
    return next((scope for scope in (frame.f_locals, frame.f_globals) if name in scope), None)


def worth_showing(name, value):
    ordinary = isinstance(value, types.ModuleType | types.FunctionType | types.BuiltinFunctionType | type)
    return name not in ("self", "__builtins__") and not ordinary


def shown(value):
    try:
        text = repr(value)
    except Exception as error:  # noqa: BLE001 - whatever a pupil's __repr__ raises
        text = f"<{type(error).__name__}>"
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"
