import socket
from contextlib import ExitStack

import pytest

from nsi_site import network, seen
from nsi_site.diagnostic import reach
from nsi_site.diagnostic.finding import CAUTION, OK, TO_TRY, TROUBLE, Circumstances
from tests.nsi_site.diagnostic.conftest import CLOSED, OPEN
from tests.servers import free_port


@pytest.fixture
def lan(monkeypatch):
    """`lan(*addresses)`: the networks of this PC."""

    def lan(*addresses):
        monkeypatch.setattr(network, "lan_addresses", lambda: list(addresses))

    lan("127.0.0.1")
    return lan


def test_no_network_and_several_are_told(lan):
    assert reach.networks(OPEN).level == OK
    lan()
    assert reach.networks(OPEN).level == TROUBLE
    lan("192.168.1.20", "10.8.0.2")
    found = reach.networks(OPEN)
    assert found.level == CAUTION
    assert "192.168.1.20 est la plus probable" in found.advice


def test_an_address_of_this_pc_that_the_settings_refuse_is_told(lan, settings):
    lan("192.168.1.20")
    settings.ALLOWED_HOSTS = ["nsi.example"]
    found = reach.hosts(OPEN)
    assert found.level == TROUBLE
    assert "192.168.1.20" in found.what


def test_a_name_that_was_tried_in_vain_is_told(lan, settings):
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    assert reach.hosts(OPEN).level == OK
    seen.note("192.168.1.31", {b"host": b"pc_prof:8000"})
    found = reach.hosts(OPEN)
    assert found.level == CAUTION
    assert "pc_prof:8000" in found.what


def test_ports_that_others_hold_are_told(monkeypatch):
    first = free_port()
    monkeypatch.setattr(reach, "FIRST_PORT", first)
    monkeypatch.setattr(reach, "TRIES", 1)
    assert reach.port(CLOSED).level == OK
    with socket.create_server(("0.0.0.0", first)):
        assert reach.port(CLOSED).level == TROUBLE
        monkeypatch.setattr(reach, "TRIES", 50)
        assert reach.port(CLOSED).level == CAUTION
    assert reach.port(OPEN).what == "Le site est ouvert sur le port 8000."


def test_an_address_that_swallows_connections_is_behind_a_firewall(lan, monkeypatch):
    monkeypatch.setattr(reach, "PATIENCE", 0.3)
    with socket.socket() as listener, ExitStack() as stack:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        address = listener.getsockname()
        for _ in range(3):  # nobody takes them: the next knock gets no answer at all
            client = stack.enter_context(socket.socket())
            client.setblocking(False)
            client.connect_ex(address)
        found = reach.firewall(Circumstances(address[1], is_here=True))
    assert found.level == TROUBLE
    assert "un pare-feu bloque" in found.what
    assert str(address[1]) in reach.FIREWALL["linux"].format(port=address[1])


def test_a_site_that_listens_on_this_pc_only_is_told(lan):
    lan("127.0.0.3")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        found = reach.firewall(Circumstances(listener.getsockname()[1], is_here=True))
    assert found.level == TROUBLE
    assert "sur ce PC seulement" in found.what


def test_only_another_pc_tells_for_sure(lan):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        here = Circumstances(listener.getsockname()[1], is_here=True)
        assert reach.firewall(here).level == TO_TRY
        assert reach.firewall(here._replace(is_here=False)).level == TO_TRY
        seen.note("192.168.1.31", {b"host": b"localhost"})
        assert reach.firewall(here).level == OK
    assert reach.firewall(CLOSED).level == TO_TRY


def test_browsers_that_come_by_a_proxy_are_told():
    seen.note("192.168.1.31", {b"host": b"localhost"})
    assert reach.proxy(OPEN).level == OK
    seen.note("192.168.1.1", {b"host": b"localhost", b"via": b"1.1 squid"})
    found = reach.proxy(OPEN)
    assert found.level == CAUTION
    assert "192.168.1.1" in found.what
