"""A client with a WebSocket: what it does, and what it must see."""

from urllib.parse import quote

from workbench.stage.arrows import Arrow, matches, write_frame
from workbench.stage.failure import Failure
from workbench.stage.wire import Connection

PATIENCE = 2.5  # virtual seconds before a frame is missing
GOING_AWAY, WITHOUT_GOODBYE = 1001, 1006


class Client:
    def __init__(self, scene, letter, user, room):
        self.scene, self.letter, self.user, self.room = scene, letter, user, room
        self.closed = self.left = False
        path = "/ws/chat" if room is None else f"/ws/chat/{room}"
        scope = {"type": "websocket", "path": path, "raw_path": quote(path).encode(), "headers": [ORIGIN]}
        self.connection = Connection(scene.project, scope, scene.watch, self.take)

    # --- what it does ------------------------------------------------------------------------------------
    async def open(self):
        self.ask_to_open()
        await self.scene.settle()
        self.refuse_unless_open()

    def ask_to_open(self):
        self.opening = self.scene.acted(self.letter, "open", self.room or "")
        self.connection.open()

    def refuse_unless_open(self):
        if not self.connection.accepted:
            self.opening.mark, self.scene.expected[-1].mark = "extra", "missing"
            raise Failure("refused" if self.closed else "never_accepted", client=self)

    async def says(self, message):
        await self.sends({"type": "message", "userName": self.user, "message": message})

    async def sends(self, frame):
        """`frame`: a dictionary, or any text."""
        self.scene.begin_action()
        if self.closed:
            raise Failure("disconnected", client=self)
        self.scene.acted(self.letter, "up", write_frame(frame))
        self.connection.put({"type": "websocket.receive", "text": write_frame(frame)})
        await self.scene.settle()

    async def leave(self):
        """Close the socket, as a browser does when its page goes."""
        await self.end("close", GOING_AWAY)

    async def drop(self):
        """Vanish without a goodbye: a cut cable, a flat battery."""
        await self.end("cut", WITHOUT_GOODBYE)

    async def end(self, kind, code):
        self.scene.begin_action()
        self.scene.acted(self.letter, kind)
        self.left = True
        self.connection.hang_up(code)
        await self.scene.settle()
        if not self.connection.finished:
            raise Failure("never_stops", client=self)

    @property
    def present(self):
        return self.connection.accepted and not self.closed and not self.left

    # --- what comes --------------------------------------------------------------------------------------
    def take(self, event):
        if event["type"] == "websocket.send":
            text = event.get("text")
            self.scene.came(self.letter, "down", event["bytes"].hex() if text is None else text)
        elif event["type"] == "websocket.close":
            self.closed = True
            if self.connection.accepted:
                self.scene.came(self.letter, "cut", mark="extra")
            else:
                self.opening.kind = "refused"

    def arrows(self):
        return [a for a in self.scene.seen[self.scene.action :] if a.client == self.letter and a.kind == "down"]

    @property
    def received(self):
        """Decoded frames since the last action; None stands for a frame that is not JSON."""
        return [arrow.data for arrow in self.arrows()]

    def of_type(self, kind):
        return [data for data in self.received if matches({"type": kind}, data)]

    # --- what it must see --------------------------------------------------------------------------------
    async def receives(self, frame, code, patience=PATIENCE, matching=None, **case):
        """Wait for a frame with these keys and values, for which `matching(data)` holds; return it decoded."""
        wanted = Arrow(self.letter, "down", write_frame(frame), "missing")
        self.scene.expected.append(wanted)
        await self.scene.until(lambda: self.find(frame, matching) or self.closed, patience)
        found = self.find(frame, matching)
        if found:
            found.mark = wanted.mark = "ok"
            return found.data
        await self.scene.settle()
        if self.closed:
            raise Failure("disconnected", client=self, wanted=frame)
        self.mark_extra(frame.get("type"))
        raise Failure(code, client=self, wanted=frame, scene=self.scene, **case)

    def find(self, frame, matching):
        for arrow in self.arrows():
            if not arrow.mark and matches(frame, arrow.data) and (matching is None or matching(arrow.data)):
                return arrow
        return None

    def mark_extra(self, kind):
        for arrow in self.arrows():
            if not arrow.mark and (arrow.data is None or matches({"type": kind}, arrow.data)):
                arrow.mark = "extra"

    async def receives_no(self, kind, code, **case):
        """No frame of this type since the last action, but those already received as expected."""
        extra = [arrow for arrow in self.arrows() if not arrow.mark and matches({"type": kind}, arrow.data)]
        if not extra:
            return
        for arrow in extra:
            arrow.mark = "extra"
        raise Failure(code, client=self, extra=extra[0], scene=self.scene, **case)


ORIGIN = (b"origin", b"http://localhost:8000")
