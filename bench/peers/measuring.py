"""One run of one peer: every figure that the table has."""

import json
import statistics
import subprocess
import tempfile
import time
from contextlib import contextmanager

import psutil

from bench.peers.installing import PYTHON, ROOT
from bench.peers.serving import GENERATOR_CORE, on_core, serving


class Failed(Exception):
    """The peer could not do a job."""


class Generator:
    def __init__(self, port, framing):
        command = [PYTHON, "-m", "bench.peers.generator", str(port), framing]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        with on_core(GENERATOR_CORE):
            self.process = subprocess.Popen(command, cwd=ROOT, **pipes)

    def do(self, what, **job):
        """The figures of a job."""
        self.process.stdin.write(json.dumps({"do": what} | job) + "\n")
        self.process.stdin.flush()
        figures = json.loads(self.process.stdout.readline() or '{"error": "the generator has ended"}')
        if "error" in figures:
            raise Failed(f"{what}: {figures['error']}")
        return figures


@contextmanager
def generating(port, framing):
    generator = Generator(port, framing)
    try:
        yield generator
    finally:
        generator.process.kill()
        generator.process.wait()


def let_in(generator, **job):
    """Connections a second; Failed if one was refused."""
    figures = generator.do("open", **job)
    if figures["refused"]:
        raise Failed(f"open: {figures['refused']} clients refused")
    return figures["connections"]


class Run:
    """All measures of one peer, one after the other; those that it could not take are in `failures`."""

    def __init__(self, peer, sizes):
        self.peer, self.sizes, self.figures, self.failures = peer, sizes, {}, []

    def measure(self):
        self.served(self.chat, self.arrivals)
        if self.peer.hello:
            self.served(self.hello)
        if self.peer.ours:
            self.served(self.unchanged, self.idle)
        return self.figures

    def served(self, *measures):
        """Let the measures follow each other on a fresh server."""
        with tempfile.TemporaryDirectory() as folder:
            try:
                with (
                    serving(self.peer, folder, self.sizes.rooms) as server,
                    generating(server.port, self.peer.framing) as generator,
                ):
                    for measure in measures:
                        measure(server, generator)
            except (Failed, OSError, AssertionError, psutil.Error) as error:
                self.failures.append(str(error))

    def chat(self, server, generator):
        sizes = self.sizes
        self.figures["connections"] = let_in(generator, clients=sizes.clients)
        generator.do("calm", messages=5, rate=10)  # to warm up
        calm = generator.do("calm", messages=sizes.calm, rate=10)
        self.figures["ms"] = statistics.median(delay or 2000 for delay in calm["delays"])
        cpu = server.cpu_seconds()
        flood = generator.do("flood", seconds=sizes.seconds, in_flight=min(50, sizes.clients))
        self.figures["cpu"] = 100_000 * (server.cpu_seconds() - cpu) / max(1, flood["deliveries"])
        self.figures["deliveries"] = flood["a second"]
        self.figures |= {"generator": 100 * flood["busy"], "compressed": flood["compressed"]}
        for name in ("lost", "doubled", "disordered", "closed"):
            self.figures[name] = calm[name] + flood[name]
        generator.do("close")

    def arrivals(self, server, generator):
        before = server.kilobytes()
        self.figures["crowd"] = let_in(generator, clients=self.sizes.crowd)
        time.sleep(2)
        self.figures["kB"] = (server.kilobytes() - before) / self.sizes.crowd
        generator.do("close")

    def hello(self, server, generator):
        self.figures["hello"] = self.per_thousand(server, generator, 200, "get", path="/hello")

    def unchanged(self, server, generator):
        self.figures["unchanged"] = self.per_thousand(server, generator, 304, "unchanged")

    def per_thousand(self, server, generator, status, what, **job):
        """CPU seconds for 1000 answers of that status."""
        generator.do(what, count=50, **job)  # to warm up
        cpu = server.cpu_seconds()
        statuses = generator.do(what, count=self.sizes.requests, **job)["statuses"]
        if set(statuses) != {str(status)}:
            raise Failed(f"{what}: {statuses}")
        return 1000 * (server.cpu_seconds() - cpu) / self.sizes.requests

    def idle(self, server, generator):
        let_in(generator, clients=4 * self.sizes.rooms, rooms=self.sizes.rooms)
        time.sleep(3)
        cpu, begin = server.cpu_seconds(), time.monotonic()
        time.sleep(self.sizes.idle)
        self.figures["idle"] = 100 * (server.cpu_seconds() - cpu) / (time.monotonic() - begin)
