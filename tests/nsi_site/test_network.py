import socket
from ipaddress import ip_address
from types import SimpleNamespace

import pytest
from django.http.request import validate_host

from nsi_site import network


@pytest.fixture
def cards(monkeypatch):
    """Replace this machine's network cards; yields the function that plugs addresses in."""

    plugged, flags_of = {}, {}

    def plug(*texts, card="card", flags="up", keep=False):
        entries = [
            SimpleNamespace(family=socket.AF_INET6 if ":" in text else socket.AF_INET, address=text) for text in texts
        ]
        hardware = SimpleNamespace(family=-1, address="02:fc:00:00:00:01")
        if not keep:
            plugged.clear()
        plugged[card] = [*entries, hardware]
        flags_of[card] = SimpleNamespace(flags=flags)

    monkeypatch.setattr(network.psutil, "net_if_addrs", lambda: plugged)
    monkeypatch.setattr(network.psutil, "net_if_stats", lambda: flags_of)
    plug("127.0.0.1", "::1", "fe80::1%card", "192.168.1.20", "fd00::2")
    return plug


def test_every_address_is_a_host(cards):
    assert network.host_names()[-4:] == ["127.0.0.1", "[::1]", "192.168.1.20", "[fd00::2]"]
    assert "localhost" in network.host_names()


def test_a_laptop_that_changes_network_is_reached_under_its_new_address(cards, monkeypatch):
    now = [100.0]
    monkeypatch.setattr(network.time, "monotonic", lambda: now[0])
    hosts = network.OwnHosts()
    cards("127.0.0.1", "10.0.0.7")
    assert "192.168.1.20" in list(hosts)
    now[0] += network.FRESH + 1
    assert "10.0.0.7" in list(hosts)
    assert "192.168.1.20" not in list(hosts)


def test_an_address_that_has_come_back_is_ours_at_once(cards, monkeypatch):
    """However fresh the list: a Wi-Fi that blinks must not refuse anybody."""
    monkeypatch.setattr(network.time, "monotonic", lambda: 100.0)
    hosts = network.OwnHosts()
    cards("127.0.0.1")
    assert "192.168.1.20" in hosts[:]
    hosts.look()
    assert not validate_host("192.168.1.21", hosts)
    cards("127.0.0.1", "192.168.1.21")
    assert validate_host("192.168.1.21", hosts)


def test_django_takes_the_hosts_for_a_list(cards):
    assert isinstance(network.OwnHosts(), list)
    assert "*" not in network.OwnHosts()


@pytest.mark.parametrize(
    ("name", "names"),
    [
        ("PC-Prof", ["pc-prof", "pc-prof.local"]),
        ("pc.lycee.example", ["pc.lycee.example", "pc", "pc.local"]),
        ("*", []),
        ("", []),
        (".example", []),
        ("élève", []),
    ],
)
def test_the_computer_s_name_is_a_host_if_a_browser_can_write_it(monkeypatch, name, names):
    monkeypatch.setattr(network.socket, "gethostname", lambda: name)
    assert network.computer_names() == names


def test_the_address_that_leads_out_is_given_to_the_class_first(cards, monkeypatch):
    cards("127.0.0.1", "169.254.3.4", "172.17.0.1", "192.168.1.20", "fd00::2")
    monkeypatch.setattr(network, "outgoing_address", lambda: "192.168.1.20")
    assert network.lan_addresses() == ["192.168.1.20", "172.17.0.1", "169.254.3.4"]


@pytest.mark.parametrize(
    ("tunnel", "flags"), [("tun0", "up"), ("docker0", "up"), ("OpenVPN TAP-Windows6", "up"), ("x", "up,pointopoint")]
)
def test_a_tunnel_that_takes_everything_comes_after_the_school_s_card(cards, monkeypatch, tunnel, flags):
    cards("10.8.0.2", card=tunnel, flags=flags)
    cards("192.168.1.20", card="Wi-Fi", keep=True)
    monkeypatch.setattr(network, "outgoing_address", lambda: "10.8.0.2")
    assert network.lan_addresses() == ["192.168.1.20", "10.8.0.2"]


def test_without_a_network_there_is_no_address_to_give(cards, monkeypatch):
    def connect(self, address):
        raise OSError("Network is unreachable")

    monkeypatch.setattr(network.socket, "socket", type("Cut", (socket.socket,), {"connect": connect}))
    cards("127.0.0.1", "::1")
    assert network.outgoing_address() is None
    assert network.lan_addresses() == []


def test_this_machine_answers_too():
    assert ip_address("127.0.0.1") in network.addresses()
