import pytest

from nsi_site import network
from nsi_site.welcome import qr_code, welcome


@pytest.fixture(autouse=True)
def lan(monkeypatch):
    monkeypatch.setattr(network, "lan_addresses", lambda: ["192.168.1.20", "10.8.0.1"])


def test_the_class_gets_an_address_and_a_code_to_scan():
    text = welcome("0.0.0.0", 8001, "utf-8")
    assert "Sur ce PC :      http://localhost:8001/" in text
    assert "Pour la classe : http://192.168.1.20:8001/" in text
    assert "Pour la classe : http://10.8.0.1:8001/" in text
    assert text.count("▄▄▄▄▄ █") > 1
    assert "Ctrl+C" in text


def test_the_port_of_the_pupils_servers_is_named_when_there_is_one():
    assert "port 8002" in welcome("0.0.0.0", 8001, "utf-8", "8002")
    assert "serveurs des élèves" not in welcome("0.0.0.0", 8001, "utf-8")


def test_without_a_network_only_this_pc_is_named(monkeypatch):
    monkeypatch.setattr(network, "lan_addresses", list)
    text = welcome("0.0.0.0", 8000, "utf-8")
    assert "http://localhost:8000/" in text
    assert "Pour la classe" not in text
    assert "Aucun réseau" in text
    assert "http://localhost:8000/rejoindre" in text
    assert "█" not in text


@pytest.mark.parametrize(
    ("address", "url"),
    [("127.0.0.1", "http://127.0.0.1:80/"), ("::1", "http://[::1]:80/"), ("localhost", "http://localhost:80/")],
)
def test_a_site_on_one_address_names_that_one(address, url):
    assert url in welcome(address, 80, "utf-8")
    assert "classe" not in welcome(address, 80, "utf-8")


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "latin-1"])
def test_a_console_without_the_characters_gets_the_addresses_without_the_code(encoding):
    assert qr_code("http://192.168.1.20:8000/", encoding) == ""
    assert b"http://192.168.1.20:8000/" in welcome("0.0.0.0", 8000, encoding).encode(encoding)


def test_the_old_dos_console_draws_the_code():
    assert "█" in qr_code("http://192.168.1.20:8000/", "cp850")
