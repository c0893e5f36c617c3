"""A task's check on a project: from files to a verdict."""

import asyncio
import gc
import logging
import types
from contextlib import ExitStack

from workbench.stage import causes, inplace  # noqa: F401 - inplace comes before anything of Channels
from workbench.stage.clock import VirtualLoop, virtual_time
from workbench.stage.failure import Failure, NeedsRecord
from workbench.stage.guard import Guard, forbidding
from workbench.stage.project import Project
from workbench.stage.scene import Scene
from workbench.stage.verdict import broken, elsewhere, passed
from workbench.stage.watch import Watch

TIME_LIMIT = 60  # virtual seconds of a check
logging.getLogger("django").disabled = True  # what goes wrong is told by `Watch`
logging.getLogger("asyncio").disabled = True


class Task:
    """A task as commands.py describes it, its check imported."""

    def __init__(self, fields):
        self.words = {code: entry | {"of": as_list(entry.get("of"))} for code, entry in fields["mistakes"].items()}
        module = types.ModuleType(f"check of {fields['slug']}")
        exec(compile(fields["check"], f"{fields['slug']}/check.py", "exec"), module.__dict__)  # noqa: S102 - the exercise's own check
        self.functions = vars(module)
        self.check = self.condition("check")

    def condition(self, name):
        """The function of check.py that says whether a known mistake was made."""
        if name not in self.functions:
            raise LookupError(f"check.py n’a pas de fonction {name}")
        return self.functions[name]


def as_list(value):
    return [value] if isinstance(value, str) else value or []


def judge(files, fields, record=None):
    """The verdict, as JSON. What the check itself does wrong is `broken`, never the pupil's fault."""
    try:
        return Run(files, Task(fields), record).verdict().to_json()
    except Exception as error:  # noqa: BLE001 - a check may fail in any way
        return broken(tell_place(error)).to_json()


def tell_place(error):
    trace, place = error.__traceback__, ""
    while trace:
        code = trace.tb_frame.f_code
        place = f" ({code.co_filename}, ligne {trace.tb_lineno})" if code.co_filename.endswith("check.py") else place
        trace = trace.tb_next
    return f"{type(error).__name__} : {error}{place}"


class Run:
    """One run of one check: everything in it is its own, and is gone afterwards."""

    def __init__(self, files, task, record):
        self.files, self.task, self.record = files, task, record

    def verdict(self):
        gc.collect()  # what an earlier run left must not be told of this one
        self.project = Project(self.files, lambda kind, **fields: self.watch.note(kind, **fields))
        self.watch = Watch(self.project.folder)
        self.guard = Guard(self.watch)
        self.loop = VirtualLoop(self.guard.rearm)
        self.scene = Scene(self.project, self.watch, self.loop, self.record)
        try:
            with ExitStack() as world:
                for context in self.world():
                    world.enter_context(context)
                return self.play()
        finally:
            self.loop.close()
            self.project.delete()

    def world(self):
        """What is true while the project runs; undone in the other order."""
        yield self.guard.watching()
        yield self.watch.listening()
        yield self.watch.hearing_templates()
        yield self.watch.hearing_django()
        yield virtual_time(self.loop, self.sleep)
        yield self.project.active()
        yield forbidding()

    def play(self):
        if (trouble := self.start()) is not None:
            return trouble
        self.loop.set_task_factory(self.make_task)
        failure = self.loop.run(self.main())
        if isinstance(failure, NeedsRecord):
            return elsewhere()
        return causes.explain(failure, self.scene, self.task) if failure else passed()

    def start(self):
        """Import the project; the verdict on why it does not start, or None."""
        try:
            self.project.start()
        except BaseException as error:  # noqa: BLE001 - SystemExit too: a file may call exit()
            self.watch.note_exception(error, "load_error")
        return causes.explain_start(self.scene)

    async def main(self):
        """The failure of the check, None when it passes."""
        try:
            async with asyncio.timeout(TIME_LIMIT):
                await self.task.check(self.scene)
        except (Failure, NeedsRecord) as failure:
            return failure
        except TimeoutError:
            return Failure("too_slow")
        finally:
            await self.scene.close()
        return None

    def make_task(self, loop, coroutine, **options):
        task = asyncio.Task(coroutine, loop=loop, **options)
        task.add_done_callback(self.tell)
        return task

    def tell(self, task):
        """An exception that ends a task of the pupil's own is told, whoever looks at it."""
        error = None if task.cancelled() else task.exception()
        if error is not None and not isinstance(error, Failure | NeedsRecord):
            self.watch.note_exception(error)

    def sleep(self, seconds):
        """What time.sleep does here: the virtual clock goes on, nobody else is served."""
        self.loop.now += seconds
        self.watch.note_sleep(seconds)
