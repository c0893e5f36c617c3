"""The child process that runs pupils' code for the terminal: `python -I`, the stage's zip as browsers
get it, messages over a pipe."""

import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from queue import Empty, Queue

from workbench import bundle
from workbench.stage import envelopes, verdict

BOOT = "import sys; sys.path.insert(0, sys.argv[1]); from workbench.stage.pipe import main; main()"
PATIENCE = 60  # seconds of this PC's clock: only one endless call in C lasts as long
STOP = 2


class Child:
    """Started at the first judgement, and anew after it has died."""

    def __init__(self):
        self.process = None
        self.calls = 0

    def judge(self, files, task, record=None):
        """The verdict, as JSON (workbench/stage/commands.py)."""
        if self.process is None or self.process.poll() is not None:
            self.start()
        self.calls += 1
        message = {"type": "judge", "call": self.calls, "files": files, "task": task.for_stage()}
        self.send(message | ({} if record is None else {"record": record}))
        return self.answer()

    def start(self):
        self.folder = tempfile.TemporaryDirectory()
        archive = Path(self.folder.name) / "stage.zip"
        archive.write_bytes(bundle.stage())
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        command = [sys.executable, "-I", "-X", "utf8", "-c", BOOT, str(archive)]
        self.process = subprocess.Popen(command, **pipes, encoding="utf-8", cwd=self.folder.name, env=environment())
        self.lines = Queue()
        threading.Thread(target=self.read, args=[self.process, self.lines], daemon=True).start()

    def read(self, process, lines):
        for line in process.stdout:
            lines.put(line)
        lines.put("")

    def send(self, message):
        try:
            self.process.stdin.write(envelopes.dumps(message) + "\n")
            self.process.stdin.flush()
        except OSError:  # it has just died; `answer` will see that
            return

    def answer(self):
        while True:
            try:
                line = self.lines.get(timeout=PATIENCE)
            except Empty:
                self.stop()
                return LONG_CALL.to_json()
            if not line:
                self.stop()
                return ENDED.to_json()
            message = envelopes.loads(line)
            if message["type"] == "judged" and message["call"] == self.calls:
                return message["verdict"]

    def stop(self):
        """End the child, at once if it does not obey; safe to call twice."""
        if self.process is None:
            return
        try:
            self.process.stdin.close()
            self.process.wait(STOP)
        except (OSError, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()
        self.process = None
        self.folder.cleanup()


def environment():
    """Nothing of this site's settings or secrets."""
    kept = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "HOME", "LANG")
    return {name: value for name, value in os.environ.items() if name.upper() in kept}


LONG_CALL = verdict.Verdict(
    code="long_call",
    did="Votre programme ne rend plus la main : un seul calcul dure depuis une minute.",
    expected="Le serveur sert tous les clients à tour de rôle.",
    advice="Cherchez un calcul énorme : une puissance, un tri, une chaîne de plusieurs millions de caractères.",
)
ENDED = verdict.Verdict(
    code="ended",
    did="Votre programme a mis fin à Python lui-même.",
    expected="Un serveur reste en marche et attend ses clients.",
    advice="Cherchez ce qui l’arrête (os._exit, ctypes…) ou ce qui remplit la mémoire.",
)
