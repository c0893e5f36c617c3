"""The stage of a check: clients A, B and C that talk to the pupil's project, and what is expected of it.

    async def check(chat):
        greg = await chat.enter("A", "Greg")
        nathalie = await chat.enter("B", "Nathalie")
        await greg.says("coucou")
        await nathalie.receives({"type": "message", "userName": "Greg", "message": "coucou"}, "no_message")

The last word names what is wrong when it does not come: erreurs.toml has its sentences. Each action lasts until every
handler that it started has ended. `receives` and `receives_no` look at what came since the last action.
"""

import asyncio

from workbench.stage.arrows import Arrow
from workbench.stage.clients import Client
from workbench.stage.failure import Failure, NeedsRecord
from workbench.stage.played import Played
from workbench.stage.visitor import Visitor

HANDLER = 3  # virtual seconds that a handler may last
CRASHES = ("stuck", "exception")


class Scene:
    def __init__(self, project, watch, loop, steps=None):
        self.project, self.watch, self.loop, self.steps = project, watch, loop, steps
        self.clients = {}
        self.expected, self.seen = [], []
        self.action = 0  # where `seen` stood at the last action
        self.news = asyncio.Event()
        self.seen_request = {"method": "", "query": "", "body": ""}  # the last one

    # --- actions -----------------------------------------------------------------------------------------
    async def enter(self, letter, user="", room=None):
        """Open a WebSocket for the client of this letter, to `ws/chat` or to a room's address."""
        self.begin_action()
        client = self.clients[letter] = Client(self, letter, user, room)
        await client.open()
        return client

    async def enter_together(self, *clients, room=None):
        """Several (letter, name) open their WebSockets at the same moment; return them in this order."""
        self.begin_action()
        entering = [Client(self, letter, user, room) for letter, user in clients]
        self.clients |= {client.letter: client for client in entering}
        for client in entering:
            client.ask_to_open()
        await self.settle()
        for client in entering:
            client.refuse_unless_open()
        return entering

    def visitor(self, letter="A"):
        """Somebody with a browser, who keeps cookies."""
        return Visitor(self, letter)

    async def wait(self, seconds):
        """Let time pass; what comes meanwhile belongs to the action before."""
        await asyncio.sleep(seconds)
        await self.settle()

    def begin_action(self):
        self.action = len(self.seen)

    async def settle(self):
        """Wait until every handler has ended; raises Failure when the pupil's program went wrong meanwhile."""
        ended = await self.loop.settle(HANDLER)
        self.refuse_crash()
        if not ended:
            raise Failure("never_ends", places=self.watch.waiting_places())

    def refuse_crash(self):
        if self.find_events(*CRASHES):
            raise Failure("crash")

    # --- expectations ------------------------------------------------------------------------------------
    def expect(self, right, code, **case):
        if not right:
            raise Failure(code, scene=self, **case)

    async def opens(self, address):
        """The page of client A at this address, with its scripts, and what a browser saw of it: (page, seen).

        Fails if the page or a script that it asks for is missing, or if a script stops on an error.
        """
        visitor = self.visitor("A")
        page = await visitor.get(address)
        self.expect(page.status == 200, "no_page", page=page)
        for script in page.scripts:
            self.expect((await visitor.get(script)).status == 200, "script_missing", page=page)
        seen = self.played()
        self.expect(not seen.errors, "script_fails", page=page, seen=seen)
        return page, seen

    def played(self):
        """What a browser saw at each step of the task's `play`."""
        if self.steps is None:
            raise NeedsRecord
        return Played(self.steps, self.project)

    def find_events(self, *kinds):
        return [event for event in self.watch.events if event["kind"] in kinds]

    async def until(self, condition, patience):
        """Whether `condition()` comes true in time."""
        deadline = self.loop.time() + patience
        while not condition():
            self.refuse_crash()
            self.news.clear()
            try:
                async with asyncio.timeout_at(deadline):
                    await self.news.wait()
            except TimeoutError:
                return False
        return True

    # --- the diagrams ------------------------------------------------------------------------------------
    def acted(self, letter, kind, text=""):
        """What a client does stands in both diagrams; the arrow that was seen is returned."""
        self.expected.append(Arrow(letter, kind, text))
        self.seen.append(Arrow(letter, kind, text))
        return self.seen[-1]

    def came(self, letter, kind, text="", mark=""):
        self.seen.append(Arrow(letter, kind, text, mark))
        self.news.set()
        return self.seen[-1]

    async def close(self):
        """Everybody leaves, and what the pupil's program left running is ended."""
        for client in self.clients.values():
            client.connection.hang_up()
        await self.loop.settle(HANDLER)
        rest = asyncio.all_tasks() - {asyncio.current_task()}
        for task in rest:
            task.cancel()
        if rest:
            await asyncio.wait(rest, timeout=1)
