import asyncio
from types import SimpleNamespace

import pytest
from channels.layers import InMemoryChannelLayer
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

from chat import disk
from nsi_site import processes
from nsi_site.diagnostic import data

pytestmark = pytest.mark.django_db(transaction=True)


def test_all_is_well(client):
    answer = client.get("/sante")
    assert (answer.status_code, answer.json()) == (200, {"database": True, "channelLayer": True, "processes": True})


def test_a_database_that_cannot_be_written_is_unhealthy(client, monkeypatch):
    def fail():
        raise OperationalError("database is locked")

    monkeypatch.setattr(data, "write", fail)
    answer = client.get("/sante")
    assert (answer.status_code, answer.json()) == (503, {"database": False, "channelLayer": True, "processes": True})


def test_a_database_that_lacks_a_migration_is_unhealthy(client):
    MigrationRecorder(connection).record_unapplied("chat", "0001_initial")
    answer = client.get("/sante")
    MigrationRecorder(connection).record_applied("chat", "0001_initial")
    assert (answer.status_code, answer.json()) == (503, {"database": False, "channelLayer": True, "processes": True})
    assert client.get("/sante").status_code == 200


def test_a_full_disk_is_unhealthy(client, monkeypatch):
    monkeypatch.setattr(disk.shutil, "disk_usage", lambda path: SimpleNamespace(free=disk.RESERVE - 1))
    assert client.get("/sante").json()["database"] is False


def test_a_channel_layer_that_hangs_is_unhealthy(client, monkeypatch):
    async def hang(*args):
        await asyncio.Event().wait()

    monkeypatch.setattr("nsi_site.health.DEADLINE", 0.2)
    monkeypatch.setattr(InMemoryChannelLayer, "group_send", hang)
    answer = client.get("/sante")
    assert (answer.status_code, answer.json()) == (503, {"database": True, "channelLayer": False, "processes": True})


def test_it_is_only_asked(client):
    assert client.post("/sante").status_code == 405


@pytest.mark.parametrize("host", ["10.0.0.7:8001", "127.0.0.1", "lb.internal"])
def test_load_balancers_ask_by_plain_http_and_by_any_name(client, settings, host):
    settings.ALLOWED_HOSTS = ["nsi.example"]
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/sante", headers={"host": host}).status_code == 200
    assert client.get("/hello", headers={"host": "nsi.example"}).status_code == 301


async def test_it_answers_asynchronously_too(async_client, settings):
    settings.ALLOWED_HOSTS = ["nsi.example"]
    assert (await async_client.get("/sante", headers={"host": "10.0.0.7"})).status_code == 200


def test_a_browser_reads_it_in_french(client, monkeypatch):
    browser = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    answer = client.get("/sante", headers=browser)
    assert "Tout va bien" in answer.content.decode()
    assert answer.headers["Vary"] == "Accept"
    monkeypatch.setattr("nsi_site.health.ask_database", fail)
    ill = client.get("/sante", headers=browser)
    assert ill.status_code == 503
    assert "La base de données\xa0: <strong>ne peut pas être écrite" in ill.content.decode().replace("&nbsp;", "\xa0")


async def fail():
    raise OSError


def test_a_site_that_is_divided_serves_and_says_so(client, monkeypatch):
    monkeypatch.setattr(processes, "divided", lambda: [11, 12])
    answer = client.get("/sante")
    assert (answer.status_code, answer.json()["processes"]) == (200, False)
    page = client.get("/sante", headers={"accept": "text/html"})
    assert page.status_code == 200
    assert "Tout va bien" not in page.content.decode()
    assert "ils sont plusieurs, sans Redis" in page.content.decode()


@pytest.mark.parametrize("accept", ["", "*/*", "application/json"])
def test_a_machine_reads_json(client, accept):
    assert client.get("/sante", headers={"accept": accept}).json()["database"]
