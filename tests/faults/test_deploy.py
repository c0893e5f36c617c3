"""What deploy/README.md says, done: its commands run as they stand, on a folder that stands for the server."""

import http.client
import json
import random
import re
import secrets
import shlex
import ssl
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from contextlib import ExitStack
from http.cookiejar import CookieJar
from pathlib import Path

import pytest
import yaml
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

from tests.machine import Machine
from tests.postgresql import running_postgresql
from tests.servers import ROOT, wait_until
from tests.systemctl import settings
from tests.tools import ON_LINUX, TOOLS

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="a guide for Debian"),
    pytest.mark.timeout(600),  # the first one installs the server
]
DEPLOY = ROOT / "deploy"
GUIDE = (DEPLOY / "README.md").read_text(encoding="utf-8")
# What would change this machine itself: its packages, its accounts, the program's own folder.
NOT_RUN = ("sudo apt-get ", "sudo useradd ", "sudo git ", "cd /srv/nsi", "sudo python3 start.py install")
PASSWORD = "cheval pile agrafe"
LONGEST_CUT = 5  # seconds


def commands(title):
    """The command lines of a section, but for those that are not run."""
    section = re.search(rf"^## {title}$(.*?)(^## |\Z)", GUIDE, re.M | re.S).group(1)
    lines = "".join(re.findall(r"^```sh\n(.*?)^```$", section, re.M | re.S)).splitlines()
    return [line for line in lines if not line.startswith(NOT_RUN)]


class Server:
    """The guide's server, installed: as browsers reach it."""

    def __init__(self, machine):
        self.machine = machine
        self.address = f"localhost:{machine.ports[443]}"
        for command in commands("On Debian"):
            self.do(command)
        self.trust = ssl.create_default_context(cafile=machine.folder / "etc/nsi/tls/cert.pem")
        self.browser = self.new_browser()

    def do(self, command):
        account = {"USERNAME": "prof", "PASSWORD": PASSWORD, "EMAIL": ""}
        typed = {f"DJANGO_SUPERUSER_{name}": value for name, value in account.items()}
        return self.machine.run(command.replace("createsuperuser", "createsuperuser --noinput"), **typed)

    def new_browser(self):
        handlers = [urllib.request.HTTPSHandler(context=self.trust), urllib.request.HTTPCookieProcessor(CookieJar())]
        return urllib.request.build_opener(*handlers)

    def get(self, path, form=None, **headers):
        """(status, headers, text) of the page where redirects end."""
        data = form and urllib.parse.urlencode(form).encode()
        headers["Origin"] = f"https://{self.address}"
        request = urllib.request.Request(f"https://{self.address}{path}", data, headers)
        try:
            with self.browser.open(request, timeout=20) as answer:
                return answer.status, answer.headers, answer.read().decode()
        except urllib.error.HTTPError as answer:
            return answer.code, answer.headers, answer.read().decode()

    def ask_process(self, port, path, **headers):
        """(status, text) of one process, at its own port."""
        connection = http.client.HTTPConnection("127.0.0.1", self.machine.ports[port], timeout=20)
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()

    def setting(self, name):
        text = (self.machine.folder / "etc/nsi/env").read_text(encoding="utf-8")
        return re.search(rf"^{name}=(.*)$", text, re.M).group(1)

    def enter(self, **query):
        address = f"wss://{self.address}/ws/chat/accueil?{urllib.parse.urlencode(query)}"
        return connect(address, ssl=self.trust, origin=f"https://{self.address}")


@pytest.fixture(scope="module")
def server():
    with ExitStack() as stack:
        postgresql = stack.enter_context(running_postgresql("postgres", "SQL_ASCII"))  # as on a server without a locale
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.chmod(0o755)  # nginx's workers have an account of their own
        machine = Machine(folder, postgresql)
        stack.callback(machine.stop)
        yield Server(machine)


class Pupil(threading.Thread):
    """Says something four times a second until told to stop, and comes back as the page does (`backoff.js`)."""

    def __init__(self, server, name):
        super().__init__(daemon=True)
        self.server, self.pupil = server, name
        self.epoch, self.numbers, self.texts = "", [], []  # as received
        self.said, self.waits = [], None  # what came back; (id, text) of what did not yet
        self.resets, self.cuts, self.cut_at = 0, [], None
        self.enough = threading.Event()

    def run(self):
        while not self.enough.is_set():
            try:
                with self.server.enter(**self.position()) as socket:
                    self.chat(socket)
            except (OSError, WebSocketException):
                self.cut_at = self.cut_at or time.monotonic()
            time.sleep(random.uniform(0, 0.5))

    def position(self):
        return {"after": self.numbers[-1], "epoch": self.epoch} if self.numbers else {}

    def chat(self, socket):
        while not self.enough.is_set():
            if self.waits is None:
                self.waits = secrets.token_hex(8), f"{self.pupil} {len(self.said)}"
            id, text = self.waits
            socket.send(json.dumps({"type": "message", "id": id, "userName": self.pupil, "message": text}))
            while self.waits:
                self.hear(json.loads(socket.recv(timeout=20)))
            time.sleep(0.25)

    def hear(self, event):
        if self.cut_at:
            self.cuts.append(time.monotonic() - self.cut_at)
            self.cut_at = None
        if event["type"] in ("welcome", "reset"):
            self.resets += event["type"] == "reset"
            if self.epoch != event["epoch"]:
                self.epoch, self.numbers, self.texts = event["epoch"], [], []
        for message in event["messages"] if event["type"] == "messages" else ():
            if not self.numbers or message["number"] > self.numbers[-1]:
                self.numbers.append(message["number"])
                self.texts.append(message["message"])
            if self.waits and message["id"] == self.waits[0]:
                self.said.append(self.waits[1])
                self.waits = None


@pytest.fixture
def pupils(server):
    """Three who chat until the test ends."""
    pupils = [Pupil(server, f"Élève {letter}") for letter in "ABC"]
    for pupil in pupils:
        pupil.start()
    wait_until(lambda: all(pupil.said for pupil in pupils), "everybody chats")
    yield pupils
    stop(pupils)


def go_on(pupils, what):
    """Wait until each has said two messages more."""
    enough = {pupil: len(pupil.said) + 2 for pupil in pupils}
    wait_until(lambda: all(len(pupil.said) >= enough[pupil] for pupil in pupils), what)


def stop(pupils):
    for pupil in pupils:
        pupil.enough.set()
    for pupil in pupils:
        pupil.join(30)


def test_it_answers_by_https_and_plain_http_is_led_there(server):
    status, headers, text = server.get("/")
    assert (status, headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert server.get("/sante")[0] == 200
    connection = http.client.HTTPConnection("127.0.0.1", server.machine.ports[80])
    connection.request("GET", "/lecon/", headers={"Host": "localhost"})
    answer = connection.getresponse()
    assert (answer.status, answer.headers["Location"]) == (301, "https://localhost/lecon/")
    style = re.search(r'href="(/static/[^"]+\.css)"', text).group(1)
    for _ in range(2):  # of the process, then of nginx
        status, headers, _ = server.get(style)
        assert (status, headers["X-Content-Type-Options"]) == (200, "nosniff")


def test_a_process_tells_its_health_and_its_figures_at_its_own_port_alone(server):
    token = {"Authorization": f"Bearer {server.setting('METRICS_TOKEN')}"}
    for port in (8001, 8002):
        assert server.ask_process(port, "/sante")[0] == 200
        status, text = server.ask_process(port, "/metrics", **token)
        assert status == 200
        for name in re.findall(r"`(nsi_\w+)`", GUIDE):
            assert f"\n# TYPE {name} " in text
    assert server.ask_process(8001, "/metrics")[0] != 200
    assert server.get("/metrics", **token)[0] == 404


def test_the_database_counts_characters_and_not_bytes(server):
    encoding = server.do("sudo -u postgres psql -d nsi -Atc 'SHOW server_encoding'")
    assert encoding.strip() == "UTF8"


def test_staff_sign_in(server):
    login = server.get("/admin/login/?next=/classe")[2]
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', login))
    status, _, page = server.get("/admin/login/?next=/classe", hidden | {"username": "prof", "password": PASSWORD})
    assert status == 200
    assert 'name="password"' not in page


def test_an_upgrade_loses_no_message_and_cuts_nobody_for_long(server, pupils):
    for command in commands("Upgrade"):
        server.do(command)
    go_on(pupils, "everybody chats again")
    stop(pupils)
    assert all(pupil.cuts for pupil in pupils)
    assert max(cut for pupil in pupils for cut in pupil.cuts) < LONGEST_CUT
    for pupil in pupils:
        assert pupil.numbers == list(range(pupil.numbers[0], pupil.numbers[-1] + 1))
        own = [text for text in pupil.texts if text.startswith(pupil.pupil)]
        assert own[: len(pupil.said)] == pupil.said


def test_a_backup_put_back_under_the_running_site_begins_every_open_page_again(server, pupils):
    server.do("sudo systemctl start nsi-daily")
    go_on(pupils, "they say what the backup does not have")
    copies, restore, migrate = commands("Backup and restore")
    date = sorted(re.findall(r"([\d-]+)\.dump", server.do(copies)))[-1]
    with pytest.raises(AssertionError, match="could not open input file"):
        server.do(restore)  # with DATE left as it stands: nothing is changed
    go_on(pupils, "nobody noticed")
    assert not any(pupil.resets for pupil in pupils)
    server.do(restore.replace("DATE", date))
    server.do(migrate)
    wait_until(lambda: all(pupil.resets for pupil in pupils), "everybody begins again")
    go_on(pupils, "everybody chats again")
    stop(pupils)
    with server.enter() as newcomer:
        page = next(event for event in map(json.loads, newcomer) if event["type"] == "messages")
    kept = {message["number"]: message["message"] for message in page["messages"]}
    for pupil in pupils:
        shown = dict(zip(pupil.numbers, pupil.texts, strict=True))
        common = kept.keys() & shown.keys()
        assert common
        assert [shown[number] for number in common] == [kept[number] for number in common]


# --- what is not run here is compared ---------------------------------------------------------------------

COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))


def words(command):
    """A command's words, whatever folder, address and port they name."""
    return [re.sub(r"^/srv/nsi/|(127|0)\.0\.0\.[01]", "", word) for word in shlex.split(command)]


def test_the_containers_run_what_the_units_run():
    services = COMPOSE["services"]
    [process] = settings(DEPLOY / "nsi@.service", "8001")["ExecStart"]
    assert words(services["site1"]["command"]) == words(services["site2"]["command"]) == words(process)
    migrate = settings(DEPLOY / "nsi-migrate.service")["ExecStart"]
    assert words(" && ".join(migrate)) == words(shlex.split(services["migrate"]["command"])[-1])
    assert services["site1"]["build"]["dockerfile"] == "deploy/Dockerfile"
    redis = dict(re.findall(r"--([\w-]+) (\S+)", services["redis"]["command"]))
    written = re.search(r"printf '%s\\n' (.*) \| sudo tee", GUIDE).group(1)
    assert redis == dict(line.split(" ") for line in shlex.split(written))


def test_the_containers_wait_for_each_other_and_for_the_database():
    services = COMPOSE["services"]
    for name in ("site1", "site2"):
        assert services[name]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"
        assert services[name]["healthcheck"]["test"][-1].endswith("/sante')")
    assert services["migrate"]["depends_on"]["postgres"]["condition"] == "service_healthy"


def test_the_proxy_of_the_containers_has_the_same_file_and_knows_the_processes():
    proxy = COMPOSE["services"]["proxy"]
    assert "./nginx.conf:/etc/nginx/nginx.conf:ro" in proxy["volumes"]
    assert proxy["configs"] == [{"source": "processes", "target": "/etc/nsi/processes.conf"}]
    sites = [COMPOSE["services"][name]["networks"]["default"]["ipv4_address"] for name in ("site1", "site2")]
    lines = [f"server {site}:8001 max_fails=0;" for site in sites]
    assert COMPOSE["configs"]["processes"]["content"].split("\n")[:-1] == lines
    on_debian = (DEPLOY / "processes.conf").read_text(encoding="utf-8")
    assert re.findall(r"^server \S+(.*)$", on_debian, re.M) == [" max_fails=0;"] * 2


def test_the_containers_guide_names_what_is_there():
    services = COMPOSE["services"]
    for name in re.findall(r"docker compose (?:exec(?: -T)?|run --rm|up -d --no-deps --wait) (\w+)", GUIDE):
        assert name in services
    for option in ("--format=custom", "pg_dump"):
        assert option in (DEPLOY / "backup").read_text(encoding="utf-8")
        assert option in GUIDE
    assert "./restore:/restore:ro" in services["postgres"]["volumes"]


def test_every_setting_of_the_example_is_one_of_the_site_s():
    known = set(re.findall(r'env\.\w+\("([A-Z_]+)"', (ROOT / "nsi_site/settings.py").read_text(encoding="utf-8")))
    example = re.findall(r"^([A-Z_]+)=", (DEPLOY / "env.example").read_text(encoding="utf-8"), re.M)
    assert set(example) <= known
    assert {"SECRET_KEY", "DATABASE_URL", "REDIS_URL", "HTTPS", "ALLOWED_HOSTS", "LOG_LEVEL"} <= set(example)


def test_the_packages_of_the_guide_are_those_that_the_tests_use():
    packages = re.search(r"^sudo apt-get install --no-install-recommends (.*)$", GUIDE, re.M).group(1).split()
    assert set(packages) - {"python3-venv", "git", "ca-certificates"} <= {*TOOLS, *ON_LINUX}


def test_each_line_that_is_not_run_is_in_the_guide():
    for line in NOT_RUN:
        assert re.search(rf"^{re.escape(line)}", GUIDE, re.M)


@pytest.mark.parametrize("unit", sorted(DEPLOY.glob("*.service")), ids=lambda path: path.name)
def test_every_unit_runs_as_the_site_s_user_with_the_site_s_settings(unit):
    says = settings(unit)
    assert says["User"] == ["nsi"]
    assert says["EnvironmentFile"] == ["/etc/nsi/env"]
    assert says["WorkingDirectory"] == ["/srv/nsi"]
