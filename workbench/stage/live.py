"""The pupil’s project, running for pane, live clients and visitors on a real loop, the engine’s or the child’s."""

from contextlib import ExitStack

from workbench.stage import causes
from workbench.stage.guard import Guard, forbidding
from workbench.stage.project import Project
from workbench.stage.scene import Scene
from workbench.stage.verdict import passed
from workbench.stage.watch import Watch
from workbench.stage.wire import Connection

RELOADED = 1012
TROUBLES = {"exception": causes.explain_exception, "stuck": causes.explain_stuck}


class Live:
    """One project at a time; `load` replaces it and ends its connections."""

    def __init__(self, tell):
        self.tell = tell
        self.connections = {}
        self.world = ExitStack()  # what is undone when the next project comes
        self.project = None

    def load(self, files):
        """The verdict, as JSON: passed when the project runs."""
        self.unload()
        self.project = Project(files, lambda kind, **fields: self.watch.note(kind, **fields))
        self.watch = Watch(self.project.folder, self.hear)
        self.guard = Guard(self.watch)
        self.scene = Scene(self.project, self.watch, None)
        for context in self.contexts():
            self.world.enter_context(context)
        return self.start().to_json()

    def contexts(self):
        """What is true while this project runs; undone in the other order."""
        yield self.guard.watching()
        yield self.watch.listening()
        yield self.watch.hearing_django()
        yield self.project.active()
        yield forbidding()

    def start(self):
        try:
            self.project.start()
        except BaseException as error:  # noqa: BLE001 - a pupil's file may raise anything, SystemExit too
            self.watch.note_exception(error, "load_error")
        self.trouble = causes.explain_start(self.scene)
        return self.trouble or passed()

    def unload(self):
        for number, connection in list(self.connections.items()):
            if not connection.is_http:
                connection.tell({"type": "websocket.close", "code": RELOADED})
            connection.hang_up(RELOADED)
            connection.task.cancel()
            self.tell({"type": "end", "id": number})
        self.connections.clear()
        self.world.close()
        if self.project:
            self.project.delete()

    # --- connections -------------------------------------------------------------------------------------
    def open(self, message):
        number = message["id"]

        def tell(event):
            self.tell({"type": "event", "id": number, "event": event})

        def done():
            if self.connections.pop(number, None):
                self.tell({"type": "end", "id": number})

        self.connections[number] = connection = Connection(self.project, message["scope"], self.watch, tell, done)
        connection.open()

    def event(self, message):
        """An event for a connection that has just ended is late, and nothing else."""
        connection = self.connections.get(message["id"])
        if connection is None:
            return
        event = message["event"]
        if event["type"] in ("http.disconnect", "websocket.disconnect"):
            connection.hang_up(event.get("code", 1005))
        elif event["type"] != "websocket.connect":  # `open` has said it
            connection.put(event)

    def end(self, message):
        if connection := self.connections.get(message["id"]):
            connection.hang_up()

    def pause(self, message):
        if connection := self.connections.get(message["id"]):
            connection.free.clear()

    def resume(self, message):
        if connection := self.connections.get(message["id"]):
            connection.free.set()

    # --- news --------------------------------------------------------------------------------------------
    def hear(self, event):
        if event["kind"] == "printed":
            self.tell({"type": "printed", "text": event["text"]})
        elif event["kind"] in TROUBLES:
            verdict = TROUBLES[event["kind"]](event, self.scene)
            verdict.printed = list(self.watch.printed)
            self.tell({"type": "trouble", "verdict": verdict.to_json()})
        elif event["kind"] == "never_awaited":
            verdict = causes.explain_silent("never_awaited", event, self.scene)
            self.tell({"type": "trouble", "verdict": verdict.to_json()})
