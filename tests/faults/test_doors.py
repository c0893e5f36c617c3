"""One PC does all it can against the others: they go on."""

import http.client
import socket
import sys
import threading
import time
from contextlib import ExitStack, contextmanager
from urllib.parse import urlencode

import psutil
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from nsi_site import quotas
from tests.servers import Site, running, wait_until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only there has each of 127.0.0.0/8 a way to itself")
ATTACKER, WITNESS = "127.0.0.2", "127.0.0.9"
PROMISE = 10.0  # seconds: ten times what is promised, for a busy machine
WITH_LIMITS = """
import resource, runpy, selectors, sys
limit, loop = int(sys.argv[1]), sys.argv[2]
resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
selectors.DefaultSelector = getattr(selectors, loop)
sys.argv = sys.argv[3:]
runpy.run_path("manage.py", run_name="__main__")
"""


class LimitedSite(Site):
    """A site that may open so many files, whose loop waits in this way."""

    def __init__(self, folder, limit=1024, loop="EpollSelector"):
        super().__init__(folder)
        self.limits = [str(limit), loop]

    @property
    def command(self):
        return [sys.executable, "-c", WITH_LIMITS, *self.limits, *super().command[1:]]


def ask(site, path, address, method="GET", body=None, **headers):
    """Return the status of an answer, and the seconds until it was there."""
    begin = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60, source_address=(address, 0))
    connection.request(method, path, body, headers)
    status = connection.getresponse().status
    connection.close()
    return status, time.monotonic() - begin


def cookie_of(site, path):
    """The first one that an answer sets, as it is sent back."""
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)
    connection.request("GET", path)
    cookie = connection.getresponse().headers["Set-Cookie"].partition(";")[0]
    connection.close()
    return cookie


@contextmanager
def repeated(times, action):
    """Do it again and again in so many threads until the end of the block; yields what it returned."""
    results, stop = [], threading.Event()

    def work():
        while not stop.is_set():
            try:
                results.append(action())
            except OSError as error:
                results.append(error)

    threads = [threading.Thread(target=work) for _ in range(times)]
    for thread in threads:
        thread.start()
    try:
        yield results
    finally:
        stop.set()
        for thread in threads:
            thread.join()


@pytest.mark.parametrize(
    ("limit", "loop"),
    [(1024, "EpollSelector"), (256, "EpollSelector"), (2048, "SelectSelector")],
)
def test_connections_without_end_from_one_pc_leave_room_for_the_others(tmp_path, limit, loop):
    with running(LimitedSite(tmp_path, limit, loop)) as site, ExitStack() as stack:
        for _ in range(1100):
            connection = stack.enter_context(socket.socket())
            connection.bind((ATTACKER, 0))
            connection.connect(("127.0.0.1", site.port))
        for _ in range(5):
            status, seconds = ask(site, "/hello", WITNESS)
            assert (status, seconds < PROMISE) == (200, True)
        assert site.process.poll() is None
        told = f"Limite atteinte ({quotas.CONNECTIONS.what_in_french})"
        wait_until(lambda: told in site.output, "the console names the PC")
        assert ATTACKER in site.output.partition(told)[2].splitlines()[0]
        assert site.output.count(told) == 1
        assert "Traceback" not in site.output


def test_who_is_one_too_many_is_told_so(tmp_path):
    with running(LimitedSite(tmp_path, 256)) as site, ExitStack() as stack:
        answers = []
        for _ in range(150):
            connection = stack.enter_context(socket.create_connection(("127.0.0.1", site.port), 20, (ATTACKER, 0)))
            answers.append(connection)
        answer = answers[-1].recv(4096)
        assert answer.startswith(b"HTTP/1.1 503 ")
        assert quotas.CONNECTIONS.sentence.encode() in answer


@pytest.fixture(scope="module")
def attacked(tmp_path_factory):
    with running(Site(tmp_path_factory.mktemp("attacked"), environment={"STAFF_FROM_ANYWHERE": 1})) as site:
        ask(site, "/lecon/", WITNESS)  # the first page of all is slow
        yield site


def test_wrong_passwords_leave_the_pages_to_the_others(attacked):
    cookie = cookie_of(attacked, "/admin/login/")
    form = urlencode({"username": "prof", "password": "x", "csrfmiddlewaretoken": cookie.partition("=")[2]})
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
    with repeated(40, lambda: ask(attacked, "/admin/login/", ATTACKER, "POST", form, **headers)[0]) as statuses:
        wait_until(lambda: 200 in statuses and 503 in statuses, "some are checked, some are told to come back")
        for _ in range(5):
            status, seconds = ask(attacked, "/hello", WITNESS)
            assert (status, seconds < PROMISE) == (200, True)


def test_pages_asked_without_end_leave_the_others_theirs(attacked):
    with repeated(100, lambda: ask(attacked, "/lecon/formulaire-post", ATTACKER)[0]) as statuses:
        wait_until(lambda: statuses.count(200) > 20, "the pages are answered")
        for _ in range(5):
            status, seconds = ask(attacked, "/hello", WITNESS)
            assert (status, seconds < PROMISE) == (200, True)


def test_names_of_charsets_are_not_remembered(attacked):
    connection = http.client.HTTPConnection("127.0.0.1", attacked.port, timeout=60, source_address=(ATTACKER, 0))
    process = psutil.Process(attacked.process.pid)

    def send(times):
        for number in range(times):
            name = f"{number:x}".rjust(15_000, "0")
            connection.request("GET", "/hello", headers={"Content-Type": f"text/plain; charset={name}"})
            connection.getresponse().read()
        return process.memory_info().rss

    before = send(200)
    assert send(1000) - before < 5_000_000  # 15 MB of names
    connection.request("GET", "/hello", headers={"Content-Type": "text/plain; charset*=x''a"})
    assert connection.getresponse().status == 200


def test_a_page_opened_from_a_file_is_refused_and_said(attacked):
    with connect(f"{attacked.ws_url}/ws/chat/accueil", origin="null") as client, pytest.raises(ConnectionClosed):
        client.recv(timeout=20)
    assert client.close_code == 4403
    wait_until(lambda: "WebSocket refusée\u00a0: Origin 'null'" in attacked.output, "the console says it")
