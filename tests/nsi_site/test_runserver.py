import os
import re
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from types import SimpleNamespace

import pytest
from daphne.management.commands.runserver import Command as DaphneCommand
from django.core.management import CommandError
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from nsi_site import teacher
from nsi_site.management.commands import runserver
from nsi_site.management.commands.runserver import Command
from tests.servers import ROOT, Site, running, running_site, wait_until


def status(url):
    with urllib.request.urlopen(url) as answer:
        return answer.status


@pytest.fixture(scope="module")
def twice(tmp_path_factory):
    """A site that was started, asked for under a wrong name, stopped and started again."""
    with running_site(tmp_path_factory.mktemp("twice")) as site:
        with pytest.raises(urllib.error.HTTPError, match="400"):
            status(urllib.request.Request(f"{site.url}/hello", headers={"Host": "pc_prof"}))
        status(f"{site.url}/sante?fois=%C3%A9")
        site.stop()
        site.start()
        yield site


class TestStart:
    """`manage.py runserver` as the teacher types it."""

    def test_the_first_one_prepares_the_database_and_only_that_one(self, twice):
        assert twice.output.count("Préparation de la base de données") == 1

    def test_the_first_one_tells_where_the_teacher_s_password_is_and_never_the_password(self, twice):
        note = twice.folder / "var" / teacher.NOTE_FILE
        assert twice.output.count(f"Son mot de passe est dans {note}.") == 1
        (password,) = re.findall("[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}", note.read_text(encoding="utf-8"))
        assert password not in twice.output
        assert "start.py --password" in twice.output

    def test_each_one_tells_the_address(self, twice):
        assert twice.output.count("Le site est ouvert.") == twice.output.count(f"  {twice.url}/") == 2

    def test_a_request_shows_as_in_the_original_lesson(self, twice):
        line = r'127\.0\.0\.1 - - \[\d\d/\w{3}/\d{4} \d\d:\d\d:\d\d\] "GET /sante\?fois=é HTTP/1\.1" \d{3} -\n'
        assert len(re.findall(line, twice.output)) == 1

    def test_static_files_are_served_with_debug_off(self, twice):
        assert status(f"{twice.url}/static/admin/css/base.css") == 200

    def test_the_data_is_the_owner_s_alone(self, twice):
        var = twice.folder / "var"
        modes = {path.stat().st_mode & 0o077 for path in [var, *var.rglob("*")]}
        assert modes == {0} or os.name == "nt"

    def test_the_console_holds_no_trouble(self, twice):
        assert "Traceback" not in twice.output
        assert "Error" not in twice.output


def test_an_explicit_port_that_is_taken_is_an_error_in_french(tmp_path):
    site = Site(tmp_path)
    with socket.create_server(("127.0.0.1", site.port)), pytest.raises(RuntimeError) as failure, running(site):
        pass
    assert f"Impossible d’écouter sur 127.0.0.1, port {site.port} : un autre programme l’utilise déjà." in str(
        failure.value
    )
    assert "Traceback" not in site.output


@pytest.mark.parametrize("options", [["--noasgi"], ["--http_timeout", "60", "--nothreading", "--skip-checks"]])
def test_daphne_s_options_still_work(tmp_path, options):
    with running_site(tmp_path, *options) as site:
        assert status(f"{site.url}/sante") == 200


def test_every_option_of_daphne_s_command_is_there():
    ours, daphne_s = (command().create_parser("manage.py", "runserver") for command in (Command, DaphneCommand))
    assert set(daphne_s._option_string_actions) <= set(ours._option_string_actions)


class ReloadingSite(Site):
    """A site with the autoreloader, whose settings are a file of the test's own that it may touch."""

    def __init__(self, folder):
        super().__init__(folder)
        self.settings = folder / "reloading_settings.py"
        self.settings.write_text("from nsi_site.settings import *\n", encoding="utf-8")
        self.environment |= {"DJANGO_SETTINGS_MODULE": "reloading_settings", "PYTHONPATH": str(folder)}

    @property
    def command(self):
        return [sys.executable, "manage.py", "runserver", f"127.0.0.1:{self.port}"]

    def kill(self):
        self.process.terminate()  # the autoreloader kills the process that serves
        self.process.wait()

    def touch(self):
        """Change the settings' date."""
        os.utime(self.settings)


def closing_code(client, meanwhile):
    """The code with which the server closes; `meanwhile` is done again and again until then."""
    while True:
        try:
            client.recv(timeout=0.5)
        except TimeoutError:
            meanwhile()
        except ConnectionClosed:
            return client.close_code


def test_a_changed_file_restarts_the_site_on_its_port_and_says_nothing_twice(tmp_path):
    with running(ReloadingSite(tmp_path)) as site, connect(f"{site.ws_url}/ws/chat/") as client:
        # The autoreloader overlooks a change that came before its first look at the files.
        assert closing_code(client, meanwhile=site.touch) == 1012
        wait_until(site.answers, "the site is back")
        assert site.output.count("Le site est ouvert.") == site.output.count("Son mot de passe") == 1
        assert "Traceback" not in site.output


@pytest.fixture
def command():
    """The command, told to listen on 127.0.0.1, with what it prints."""
    told = Command(stdout=SimpleNamespace(write=lambda text: told.lines.append(text), flush=lambda: None))
    told.lines, told.addr, told.use_ipv6 = [], "127.0.0.1", False
    return told


class TestPort:
    @pytest.fixture(autouse=True)
    def environment(self, monkeypatch):
        monkeypatch.setenv(runserver.CHOSEN_PORT, "")

    def test_the_next_free_one_is_taken_and_said(self, command):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            busy = taken.getsockname()[1]
            command.port = str(busy)
            command.choose_port(fixed=False)
        assert busy < int(command.port) < busy + runserver.TRIES
        assert command.lines == [f"Le port {busy} est occupé : le site prend le port {command.port}.\n"]

    def test_the_autoreloader_s_processes_learn_it(self, command):
        command.port = "0"
        command.choose_port(fixed=True)
        assert os.environ[runserver.CHOSEN_PORT] == command.port
        assert 0 < int(command.port) < 65536

    def test_an_address_of_another_pc_is_refused(self, command):
        command.addr, command.port = "203.0.113.1", "8000"
        with pytest.raises(CommandError, match="cette adresse n’est pas celle de ce PC"):
            command.choose_port(fixed=True)


def test_a_database_of_its_own_is_left_to_its_owner(command, monkeypatch, tmp_path, settings):
    monkeypatch.setattr(runserver.upgrade, "waiting", lambda: [1])
    monkeypatch.setattr(runserver, "connection", SimpleNamespace(vendor="postgresql"))
    monkeypatch.setattr(runserver.os, "umask", id)
    settings.VAR_DIR = tmp_path / "var"
    command.prepare_data()
    assert "python manage.py migrate" in command.lines[0]


def test_the_command_explains_itself_in_french():
    answer = subprocess.run(
        [sys.executable, "manage.py", "runserver", "--help"], cwd=ROOT, capture_output=True, check=True
    )
    assert "Ouvre le site à la classe" in answer.stdout.decode()
