"""A pupil's server that is open to others: a tunnel to the site, and at its end the pupil's project, really running."""

import asyncio
import contextlib
import sys
import tempfile
from collections import deque
from pathlib import Path

from classroom.demo.browser import LOST
from exercises.coach.child import BOOT, environment
from workbench import bundle
from workbench.stage import envelopes

PIECE = 32 * 1024  # bytes of a body at a time
TUNNEL = "/ws/relais"
LONGEST = 2**24  # characters of a line of the stage


class OpenServer:
    """`await OpenServer(browser, files).run()` serves until cancelled, or until the tunnel ends. Raises LOST."""

    def __init__(self, browser, files):
        self.browser, self.files = browser, files
        self.pieces = {}  # connection → parts of its answer that wait

    async def run(self):
        with tempfile.TemporaryDirectory() as folder:
            archive = Path(folder) / "stage.zip"
            archive.write_bytes(bundle.stage())
            stage = await start_stage(archive, folder)
            try:
                await self.serve(stage)
            finally:
                if stage.returncode is None:
                    stage.kill()
                await stage.wait()

    async def serve(self, stage):
        tell(stage, {"type": "load", "call": 1, "files": self.files})
        async with self.browser.socket(TUNNEL) as tunnel:
            answering = asyncio.create_task(self.answer(stage, tunnel))
            try:
                async for text in tunnel:
                    await self.hear(envelopes.loads(text), stage, tunnel)
            finally:
                answering.cancel()

    async def hear(self, envelope, stage, tunnel):
        """From the visitors to the project."""
        if envelope["type"] == "resume":
            await self.next_piece(envelope["id"], tunnel)
        elif envelope["type"] in {"open", "event", "end"}:
            tell(stage, envelope)
            if envelope.get("event", {}).get("more_body"):
                await say(tunnel, {"type": "resume", "id": envelope["id"]})

    async def answer(self, stage, tunnel):
        """From the project to the visitors, until it ends; who reads the tunnel learns what becomes of it."""
        with contextlib.suppress(*LOST):
            while line := await stage.stdout.readline():
                await self.pass_on(envelopes.loads(line), tunnel)
            await tunnel.close()

    async def pass_on(self, envelope, tunnel):
        if envelope["type"] != "event":
            return
        if envelope["event"]["type"] == "http.response.body":
            await self.answer_body(envelope, tunnel)
        else:
            await say(tunnel, envelope)

    async def answer_body(self, envelope, tunnel):
        """One piece at a time: the next one goes when the site has passed the last one on."""
        event, number = envelope["event"], envelope["id"]
        body, more = event.get("body", b""), event.get("more_body", False)
        is_free = number not in self.pieces
        waiting = self.pieces.setdefault(number, deque())
        places = range(0, max(len(body), 1), PIECE)
        waiting.extend((body[at : at + PIECE], more or at != places[-1]) for at in places)
        if is_free:
            await self.next_piece(number, tunnel)

    async def next_piece(self, number, tunnel):
        """A connection stands in `pieces` as long as one of its pieces is on the way."""
        if not self.pieces.get(number):
            self.pieces.pop(number, None)
            return
        body, more = self.pieces[number].popleft()
        event = {"type": "http.response.body", "body": body, "more_body": more}
        await say(tunnel, {"type": "event", "id": number, "event": event})


def start_stage(archive, folder):
    """The process in which the pupil's program runs, as for `start.py exercices`."""
    pipe = asyncio.subprocess.PIPE
    command = [sys.executable, "-I", "-X", "utf8", "-c", BOOT, str(archive)]
    nowhere = asyncio.subprocess.DEVNULL
    return asyncio.create_subprocess_exec(
        *command, stdin=pipe, stdout=pipe, stderr=nowhere, cwd=folder, env=environment(), limit=LONGEST
    )


def tell(stage, envelope):
    stage.stdin.write(f"{envelopes.dumps(envelope)}\n".encode())


async def say(tunnel, envelope):
    await tunnel.send(envelopes.dumps(envelope))
