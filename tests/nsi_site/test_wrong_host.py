import pytest
from django.core.exceptions import SuspiciousOperation
from django.test import RequestFactory

from nsi_site import network
from nsi_site.wrong_host import bad_request


@pytest.fixture(autouse=True)
def lan(monkeypatch, settings):
    monkeypatch.setattr(network, "lan_addresses", lambda: ["192.168.1.20"])
    monkeypatch.setattr(network, "computer_names", lambda: ["pc-prof"])
    settings.ALLOWED_HOSTS = network.OwnHosts()


@pytest.mark.parametrize("host", ["pc_prof:8000", "pc.home:8000", "pc.lan", "<b>"])
def test_the_right_address_is_shown(client, host):
    answer = client.get("/hello", SERVER_PORT="8000", headers={"host": host})
    text = answer.content.decode()
    assert answer.status_code == 400
    assert "http://192.168.1.20:8000/" in text
    assert "<b>" not in text


def test_a_name_that_ends_in_a_dot_is_the_same_one(client):
    assert client.get("/hello", headers={"host": "pc-prof.:8000"}).status_code == 200


def test_without_a_network_it_is_this_pc(client, monkeypatch):
    monkeypatch.setattr(network, "lan_addresses", list)
    assert "http://localhost:80/" in client.get("/hello", headers={"host": "other"}).content.decode()


def test_behind_a_proxy_no_address_of_this_machine_is_told(client, settings):
    settings.ALLOWED_HOSTS = ["nsi.example"]
    answer = client.get("/hello", headers={"host": "other"})
    assert answer.status_code == 400
    assert "192.168" not in answer.content.decode()


def test_other_requests_that_make_no_sense_are_told_as_ever():
    answer = bad_request(RequestFactory().get("/"), SuspiciousOperation())
    assert (answer.status_code, "192.168" in answer.content.decode()) == (400, False)
