"""The stage of a check: clients A, B and C that talk to the pupil's server by real WebSockets.

    async def check(chat):
        greg = await chat.enter("A", "Greg")
        nathalie = await chat.enter("B", "Nathalie")
        await greg.says("coucou")
        await nathalie.receives({"type": "message", "userName": "Greg", "message": "coucou"}, advice="…")

`receives` and `receives_no` look at what came since the last action (`enter`, `says`, `sends`, `leave`).
"""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import quote

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from exercises.exchange import Arrow, matches, write_frame

PATIENCE = 2  # seconds before a frame is missing
LONGEST = 240  # characters of a frame in a sentence
QUIET = 0.06  # seconds without anything new before what did not come is taken as not sent
MAX_QUIET = 1  # seconds, for a server that never stops sending


@dataclass
class Mistake:
    """A wrong answer that is known: `when(client)` looks at the client whose expectation failed."""

    code: str
    when: Callable
    advice: str


class Failure(Exception):
    """What the pupil's server did, what was expected, and the next step, in French. `code` names the mistake.

    `wanted` is the frame that `client` did not receive, when that is the failure.
    """

    def __init__(self, code, did, expected, advice, client=None, wanted=None):
        super().__init__(code)
        self.code, self.did, self.expected, self.advice = code, did, expected, advice
        self.client, self.wanted = client, wanted


class Scene:
    def __init__(self, server):
        self.server = server
        self.loop = asyncio.get_running_loop()
        self.clients = {}
        self.opened = 0
        self.expected, self.seen = [], []
        self.news = asyncio.Event()
        self.quiet = True  # nothing has happened since the last `settle`
        self.action = 0  # where `seen` stood at the last action
        self.first_event = len(server.events)
        server.on_event = lambda: self.loop.call_soon_threadsafe(self.notice)

    def notice(self):
        self.quiet = False
        self.news.set()

    async def enter(self, letter, user="", room="accueil"):
        """Open a WebSocket for the client of this letter."""
        await self.begin_action()
        client = self.clients[letter] = Client(self, letter, user, room)
        await client.open()
        return client

    async def begin_action(self):
        await self.settle()
        self.action = len(self.seen)
        self.quiet = False

    async def settle(self):
        """Wait until nothing new happens; raises Failure when the pupil's program went wrong meanwhile."""
        deadline = time.monotonic() + MAX_QUIET
        while not self.quiet and time.monotonic() < deadline:
            self.news.clear()
            try:
                await asyncio.wait_for(self.news.wait(), QUIET)
            except TimeoutError:
                self.quiet = True
        self.refuse_crash()

    def refuse_crash(self):
        if self.find_events("exception", "stuck", "ended"):
            self.refuse("crash", "", "", "")  # diagnosis.py says it all from the server's events

    def refuse(self, code, did, expected, advice):
        raise Failure(code, did, expected, advice)

    def find_events(self, *kinds):
        return [event for event in self.server.events[self.first_event :] if event["kind"] in kinds]

    async def until(self, condition, patience=PATIENCE):
        """Whether `condition()` comes true in time."""
        deadline = time.monotonic() + patience
        while not condition():
            self.refuse_crash()
            remaining = deadline - time.monotonic()
            if remaining <= 0:
                return False
            self.news.clear()
            try:
                await asyncio.wait_for(self.news.wait(), remaining)
            except TimeoutError:
                continue
        return True

    async def close(self):
        """Disconnect everybody, and let the pupil's disconnect() end: it must not disturb the next check."""
        for client in self.clients.values():
            await client.hang_up()
        with suppress(Failure):  # the pupil's program is over, or went wrong after the check
            await self.until(lambda: len(self.find_events("left")) >= self.opened)
        self.server.on_event = lambda: None


class Client:
    def __init__(self, scene, letter, user, room):
        self.scene, self.letter, self.user, self.room = scene, letter, user, room
        self.closed = False
        self.socket = self.reader = None

    # --- what it does --------------------------------------------------------------------------------
    async def open(self):
        arrow = Arrow(self.letter, "open", self.room)
        self.scene.expected.append(Arrow(self.letter, "open", self.room))
        self.scene.seen.append(arrow)
        address = f"ws://127.0.0.1:{self.scene.server.port}/ws/exercices/chat/{quote(self.room)}/"
        opening = asyncio.ensure_future(connect(address, open_timeout=None, proxy=None))
        opening.add_done_callback(lambda _: self.scene.notice())
        try:
            opened = await self.scene.until(opening.done)
        finally:
            if not opening.done():
                opening.cancel()
        if not opened:
            self.explain_missing(arrow)
            raise Failure(
                "never_accepted",
                f"Le client {self.letter} a demandé à ouvrir la WebSocket et attend encore la réponse.",
                "Le serveur accepte la connexion dès qu'un client la demande.",
                "La méthode connect doit exécuter await self.accept(), et se terminer.",
            )
        try:
            self.socket = opening.result()
        except (InvalidHandshake, OSError, EOFError):
            await self.scene.settle()
            arrow.kind = "refused"
            self.explain_missing(arrow)
            raise Failure(
                "refused",
                f"Votre serveur a refusé la connexion du client {self.letter}.",
                "Le serveur accepte la connexion de chaque client.",
                "Vérifiez que la méthode connect exécute await self.accept() et non self.close().",
            ) from None
        self.scene.opened += 1
        self.reader = asyncio.create_task(self.read())

    def explain_missing(self, arrow):
        arrow.mark, self.scene.expected[-1].mark = "extra", "missing"

    async def read(self):
        try:
            async for text in self.socket:
                self.scene.seen.append(Arrow(self.letter, "down", text if isinstance(text, str) else text.hex()))
                self.scene.notice()
        except ConnectionClosed:
            pass
        self.closed = True
        self.scene.seen.append(Arrow(self.letter, "cut", mark="extra"))
        self.scene.notice()

    async def says(self, message):
        await self.sends({"type": "message", "userName": self.user, "message": message})

    async def sends(self, frame):
        await self.scene.begin_action()
        for arrows in (self.scene.expected, self.scene.seen):
            arrows.append(Arrow(self.letter, "up", write_frame(frame)))
        try:
            await self.socket.send(write_frame(frame))
        except ConnectionClosed:
            self.refuse_closed("Le client {} a été déconnecté par votre serveur.")
        self.scene.notice()

    async def leave(self):
        """Close the socket, and wait until the pupil's disconnect() is over."""
        await self.scene.begin_action()
        for arrows in (self.scene.expected, self.scene.seen):
            arrows.append(Arrow(self.letter, "close"))
        before = len(self.scene.find_events("left"))
        await self.hang_up()
        if not await self.scene.until(lambda: len(self.scene.find_events("left")) > before):
            raise Failure(
                "never_left",
                f"Le client {self.letter} est parti, et votre méthode disconnect n'est toujours pas terminée.",
                "Quand un client part, disconnect fait le nécessaire puis se termine.",
                "Cherchez dans disconnect une boucle ou une attente qui ne finit pas.",
            )

    async def hang_up(self):
        if self.reader:
            self.reader.cancel()
        if self.socket:
            await self.socket.close()

    # --- what it must see ----------------------------------------------------------------------------
    @property
    def received(self):
        """Decoded frames since the last action; None stands for a frame that is not JSON."""
        return [arrow.data for arrow in self.arrows()]

    def arrows(self):
        return [a for a in self.scene.seen[self.scene.action :] if a.client == self.letter and a.kind == "down"]

    def of_type(self, kind):
        return [data for data in self.received if matches({"type": kind}, data)]

    async def receives(self, frame, advice, mistakes=(), patience=PATIENCE, check=None, expected=""):
        """Wait for a frame with these keys and values, for which `check(data)` holds; return it decoded."""
        wanted = Arrow(self.letter, "down", write_frame(frame), "missing")
        self.scene.expected.append(wanted)

        def find():
            for arrow in self.arrows():
                if not arrow.mark and matches(frame, arrow.data) and (check is None or check(arrow.data)):
                    return arrow
            return None

        if await self.scene.until(lambda: find() or self.closed, patience) and find():
            arrow = find()
            arrow.mark = wanted.mark = "ok"
            return arrow.data
        await self.scene.settle()
        expected = expected or f"Le client {self.letter} reçoit {write_frame(frame)}"
        if self.closed:
            self.refuse_closed("La WebSocket du client {} a été fermée par votre serveur.", expected)
        for arrow in self.arrows():
            if not arrow.mark and (arrow.data is None or matches({"type": frame.get("type")}, arrow.data)):
                arrow.mark = "extra"
        for mistake in mistakes:
            if mistake.when(self):
                raise Failure(mistake.code, self.tell_received(), expected, mistake.advice)
        raise Failure("missing", self.tell_received(), expected, advice, self, frame)

    async def receives_no(self, kind, advice, code="extra", expected=""):
        """No frame of this type since the last action, but those already received as expected."""
        await self.scene.settle()
        extra = [a for a in self.arrows() if not a.mark and matches({"type": kind}, a.data)]
        if not extra:
            return
        for arrow in extra:
            arrow.mark = "extra"
        expected = expected or f"Le client {self.letter} ne reçoit pas de trame « {kind} »."
        raise Failure(code, f"Le client {self.letter} a reçu {extra[0].readable}", expected, advice)

    def refuse_closed(self, did, expected="La WebSocket reste ouverte tant que le client ne part pas."):
        raise Failure(
            "closed",
            did.format(self.letter),
            expected,
            "Cherchez ce qui ferme la connexion, par exemple un appel à self.close().",
        )

    def tell_received(self):
        texts = [shorten(arrow.readable) for arrow in self.arrows()]
        if not texts:
            return f"Le client {self.letter} n'a rien reçu."
        return f"Le client {self.letter} a reçu " + " puis ".join(texts[:3]) + (" puis …" if texts[3:] else "")


def shorten(text):
    """Both ends of a long text: its middle tells the least."""
    half = LONGEST // 2
    return text if len(text) <= LONGEST else f"{text[:half]} … {text[-half:]}"
