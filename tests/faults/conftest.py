import socket
import subprocess

import pytest

from tests.servers import free_port, wait_until
from tests.tools import find_redis


@pytest.fixture
def redis(tmp_path):
    """The address of a Redis of its own."""
    port = free_port()
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
    server = subprocess.Popen([find_redis(), *options], stdout=subprocess.DEVNULL)
    wait_until(lambda: answers(port), "Redis answers")
    yield f"redis://127.0.0.1:{port}"
    server.terminate()
    server.wait(5)


def answers(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
