import contextlib
import signal
import socket
import subprocess
import sys
import time
from urllib.error import HTTPError
from urllib.request import urlopen

import daphne.ws_protocol
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from nsi_site.server import LAST_CHANCE, LAST_WORDS, LAST_WORK, CommandLine, GuardedServer
from tests.nsi_site.conftest import SERVERS
from tests.nsi_site.echo import EchoSite
from tests.nsi_site.test_http_guard import HANDSHAKE, status, talk
from tests.servers import ROOT, Site, running


@pytest.fixture(params=SERVERS)
def own_site(request, tmp_path, interruptible):
    """A site that the test may stop."""
    site = EchoSite(tmp_path, environment={"CHAT_SOCKETS_PER_ADDRESS": 0})
    site.module = request.param
    with running(site):
        yield site


async def closing(client):
    with contextlib.suppress(ConnectionClosed):
        await client.recv()
    await client.wait_closed()
    return client.close_code, client.close_reason


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
async def test_a_stop_closes_every_socket_with_1012_and_ends_cleanly(own_site, name):
    clients = [await connect(f"{own_site.ws_url}/echo") for _ in range(20)]
    silent = socket.create_connection(("127.0.0.1", own_site.port))
    silent.sendall(HANDSHAKE + b"\r\n")
    undecided = socket.create_connection(("127.0.0.1", own_site.port))
    undecided.sendall(HANDSHAKE.replace(b"/echo", b"/undecided") + b"\r\n")
    own_site.process.send_signal(signal.Signals[name])
    assert [await closing(client) for client in clients] == [(1012, "Le serveur redémarre")] * 20
    assert own_site.process.wait(20) == 0
    assert "Traceback" not in own_site.output
    silent.close()
    undecided.close()


def test_nobody_can_delay_the_stop_by_more_than_two_seconds():
    assert LAST_WORDS + LAST_WORK + LAST_CHANCE < 2


@pytest.mark.parametrize("delay", [0, 0.005, 0.02])
def test_a_stop_amid_arrivals_is_clean(own_site, delay):
    arrivals = [socket.create_connection(("127.0.0.1", own_site.port)) for _ in range(20)]
    for arrival in arrivals:
        arrival.sendall(HANDSHAKE + b"\r\n")
    time.sleep(delay)
    assert own_site.stop() == 0
    assert "Traceback" not in own_site.output
    assert "Task was destroyed" not in own_site.output
    for arrival in arrivals:
        arrival.close()


def test_the_port_can_be_taken_again_at_once(own_site):
    own_site.stop()
    own_site.start()
    assert status(talk(own_site, b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")) == 200


def test_a_busy_port_is_said_in_french(own_site, tmp_path):
    other = EchoSite(tmp_path / "other")
    other.port, other.module = own_site.port, own_site.module
    with pytest.raises(RuntimeError, match="Impossible d’écouter"), running(other):
        pass


def test_an_error_in_the_application_is_answered_and_the_server_goes_on(own_site):
    assert status(talk(own_site, b"GET /fail HTTP/1.1\r\nHost: localhost\r\n\r\n")) == 500
    assert talk(own_site, b"GET /fail-late HTTP/1.1\r\nHost: localhost\r\n\r\n").endswith(b"beginning")
    assert status(talk(own_site, b"GET /fail HTTP/1.1\r\nHost: localhost\r\n\r\n")) == 500
    assert "on purpose, late" in own_site.output


def test_the_guards_hold_unless_asked_otherwise():
    server = GuardedServer(None, endpoints=["tcp:0"])
    assert server.ws_factory.autoPingInterval == server.ws_factory.autoPingTimeout == 5
    assert server.ws_factory.maxFramePayloadSize == server.ws_factory.maxMessagePayloadSize == 64 * 1024
    assert GuardedServer(None, endpoints=["tcp:0"], ping_timeout=7).ws_factory.autoPingTimeout == 7


def test_a_clock_that_is_set_forward_closes_no_socket(monkeypatch):
    server = GuardedServer(None, endpoints=["tcp:0"])
    socket = server.ws_factory.buildProtocol(None)
    socket.server = server
    socket.state, socket.socket_opened, closed = socket.STATE_CLOSING, time.time(), []
    monkeypatch.setattr(socket, "serverClose", lambda: closed.append(True))
    monkeypatch.setattr(daphne.ws_protocol.time, "time", lambda: socket.socket_opened + 1e9)
    socket.check_timeouts()
    assert not closed


def test_the_command_line_keeps_the_guards():
    defaults = CommandLine().parser.parse_args(["application"])
    assert (defaults.ping_interval, defaults.ping_timeout, defaults.websocket_max_frame_size) == (5, 5, 64 * 1024)


class ProductionSite(Site):
    """As in production: nothing migrates by itself."""

    module = "nsi_site.server"

    @property
    def command(self):
        application = "nsi_site.asgi:application"
        return [sys.executable, "-m", self.module, "-b", "127.0.0.1", "-p", str(self.port), application]


@pytest.mark.parametrize("module", SERVERS)
def test_in_production_a_database_without_its_tables_is_said_and_is_unhealthy(tmp_path, module):
    site = ProductionSite(tmp_path)
    site.module = module
    with running(site):
        assert "La base de données n’est pas à jour" in site.output
        with pytest.raises(HTTPError, match="503"):
            urlopen(f"{site.url}/sante")
        subprocess.run([sys.executable, "manage.py", "migrate"], cwd=ROOT, env=site.environment, check=True)
        assert urlopen(f"{site.url}/sante").status == 200
        site.restart()
        assert site.output.count("n’est pas à jour") == 1
        assert "Traceback" not in site.output
