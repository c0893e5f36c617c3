"""A Redis of its own for the tests that need one."""

import socket
import subprocess
from contextlib import contextmanager

import psutil
from redis import Redis

from tests.servers import free_port, wait_until
from tests.tools import find_redis


class RedisServer:
    """`address` is the REDIS_URL. It keeps nothing on disk."""

    def __init__(self, folder):
        self.port, self.folder, self.process = free_port(), folder, None
        self.address = f"redis://127.0.0.1:{self.port}"

    def start(self):
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self.folder)]
        self.process = subprocess.Popen([find_redis(), *options], stdout=subprocess.DEVNULL)
        wait_until(self.answers, "Redis answers")

    def answers(self):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def kill(self):
        self.process.kill()
        self.process.wait(5)

    @contextmanager
    def frozen(self):
        """In the block it answers nobody, and closes no connection."""
        process = psutil.Process(self.process.pid)
        process.suspend()
        try:
            yield
        finally:
            process.resume()

    def cut(self):
        """Close all connections."""
        with Redis.from_url(self.address) as client:
            for kind in ("pubsub", "normal"):
                client.client_kill_filter(_type=kind, skipme=True)


@contextmanager
def running_redis(folder):
    server = RedisServer(folder)
    server.start()
    try:
        yield server
    finally:
        server.kill()
