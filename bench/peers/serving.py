"""The peers, and each one's server in a process of its own on a core of its own."""

import os
import socket
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from bench.peers.installing import NODE, PYTHON, ROOT, SERVERS
from tests.servers import free_port, wait_until

SERVER_CORE, GENERATOR_CORE = 0, 1
ROOMS = """
from chat.models import Room
for n in range({rooms}): Room.objects.get_or_create(slug=f"banc-{{n}}", defaults={{"title": f"Banc {{n}}"}})
"""
NO_LIMITS = {"CHAT_RATE_PER_SOCKET": "0", "CHAT_RATE_PER_ROOM": "0", "CHAT_SOCKETS_PER_ADDRESS": "0"}
HERE = ["-b", "127.0.0.1", "-p", "{port}"]
DAPHNE = [PYTHON, "-m", "daphne", "-v", "0", *HERE]


@dataclass(frozen=True)
class Peer:
    """A server: how it is started (`{port}` is filled in), what it speaks, what it can be asked besides the chat."""

    name: str
    command: tuple
    framing: str
    hello: bool = False

    @property
    def ours(self):
        return self.framing == "ours"


def python(name, file, framing, *arguments, **options):
    return Peer(name, (PYTHON, SERVERS / file, "{port}", *arguments), framing, **options)


def node(name, file, framing):
    return Peer(name, ("node", SERVERS / file, "{port}"), framing)


def ours(name, *arguments):
    return Peer(name, (sys.executable, *arguments, "nsi_site.asgi:application"), "ours", hello=True)


PEERS = [
    ours("ours, daphne", "-m", "nsi_site.server", *HERE),
    ours("ours, uvicorn", "-m", "nsi_site.uvicorn_server", *HERE),
    python("websockets", "websockets_broadcast.py", "plain", "deflate"),
    python("websockets, no deflate", "websockets_broadcast.py", "plain", "plain"),
    python("picows", "picows_broadcast.py", "plain"),
    python("Flask-SocketIO, gevent", "flask_chat.py", "socket.io", "gevent"),
    python("Flask-SocketIO, threading", "flask_chat.py", "socket.io", "threading", hello=True),
    python("python-socketio, uvicorn", "socketio_uvicorn.py", "socket.io"),
    Peer("Channels tutorial, daphne", (*DAPHNE, "channels_tutorial:application"), "plain"),
    node("Node ws", "ws.js", "plain"),
    node("Node socket.io", "socket-io.js", "socket.io"),
]


@contextmanager
def on_core(core):
    """What is started in the block stays on that core, where the system can say so."""
    process = psutil.Process()
    if not hasattr(process, "cpu_affinity") or psutil.cpu_count() < 2:
        yield
        return
    before = process.cpu_affinity()
    process.cpu_affinity([core])
    try:
        yield
    finally:
        process.cpu_affinity(before)


def listening(port):
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


class Server:
    """A peer's server; its output goes to `folder / "log"`, for ours `folder / "var"` is its state."""

    def __init__(self, peer, folder, rooms):
        self.port, self.log, self.cwd = free_port(), folder / "log", ROOT if peer.ours else SERVERS
        self.environment = os.environ | NO_LIMITS | {"VAR_DIR": str(folder / "var"), "LOG_LEVEL": "ERROR"}
        self.environment |= {"SHARED_ADDRESS": "1", "PYTHONUTF8": "1", "NODE_PATH": str(NODE / "node_modules")}
        if peer.ours:
            self.manage("migrate", "--verbosity=0")
            self.manage("shell", "--verbosity=0", "-c", ROOMS.format(rooms=rooms))
        command = [str(part).format(port=self.port) for part in peer.command]
        with on_core(SERVER_CORE), self.log.open("wb") as log:
            self.process = subprocess.Popen(command, cwd=self.cwd, env=self.environment, stdout=log, stderr=log)

    def manage(self, *arguments):
        subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=self.environment, check=True)

    def wait(self):
        """Until it listens; ConnectionError with its last words if it ends instead."""
        wait_until(lambda: self.process.poll() is not None or listening(self.port), "the server listens")
        if self.process.poll() is not None:
            raise ConnectionError(self.log.read_text(encoding="utf-8", errors="replace").strip()[-200:])

    def cpu_seconds(self):
        times = psutil.Process(self.process.pid).cpu_times()
        return times.user + times.system

    def kilobytes(self):
        return psutil.Process(self.process.pid).memory_info().rss / 1000


@contextmanager
def serving(peer, folder, rooms):
    server = Server(peer, Path(folder), rooms)
    try:
        server.wait()
        yield server
    finally:
        server.process.kill()
        server.process.wait()
