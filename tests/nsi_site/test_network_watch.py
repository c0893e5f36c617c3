import os
import secrets
import shutil
import subprocess
import urllib.request
from contextlib import contextmanager

import pytest

from nsi_site import network, network_watch
from tests.servers import Site, running, wait_until


class Looks:
    """Stands for the event that ends the watch: it comes after so many looks."""

    def __init__(self, count):
        self.count = count

    def wait(self, pause):
        self.count -= 1
        return self.count < 0


def test_each_change_is_one_line(monkeypatch, caplog):
    seen = iter([[], ["192.168.1.20"], ["192.168.1.20"], OSError("Too many open files"), []])

    def look():
        found = next(seen)
        if isinstance(found, OSError):
            raise found
        return found

    monkeypatch.setattr(network, "lan_addresses", look)
    network_watch.watch("8000", [], Looks(5))
    assert [record.getMessage() for record in caplog.records] == [
        "Le réseau a changé. Pour la classe\xa0: http://192.168.1.20:8000/",
        "Plus de réseau\xa0: la classe ne peut pas joindre ce PC.",
    ]


class OpenSite(Site):
    """Listens on every card, as `start.py` has it."""

    @property
    def command(self):
        *before, _address = super().command
        return [*before, f"0.0.0.0:{self.port}"]


@contextmanager
def added(address):
    subprocess.run(["ip", "addr", "add", f"{address}/32", "dev", "lo"], check=True)
    try:
        yield
    finally:
        subprocess.run(["ip", "addr", "del", f"{address}/32", "dev", "lo"], check=True)


@pytest.mark.skipif(not shutil.which("ip") or os.geteuid() != 0, reason="only root may give this machine an address")
def test_an_address_that_comes_goes_and_comes_back_is_answered_at_once_and_told(tmp_path):
    address = f"10.99.{secrets.randbelow(256)}.{secrets.randbelow(255)}"
    with running(OpenSite(tmp_path)) as site:
        hello = f"http://{address}:{site.port}/hello"
        for _ in range(2):
            with added(address):
                assert urllib.request.urlopen(hello, timeout=20).status == 200
                wait_until(lambda: f"http://{address}:{site.port}/" in last_line(site), "the new address is told")
            assert urllib.request.urlopen(f"{site.url}/hello", timeout=20).status == 200
            wait_until(lambda: address not in last_line(site), "the address is gone")
        assert urllib.request.urlopen(f"http://[::1]:{site.port}/hello", timeout=20).status == 200


def last_line(site):
    """The last one about the network."""
    lines = [line for line in site.output.splitlines() if "Le réseau a changé" in line or "Plus de réseau" in line]
    return lines[-1] if lines else ""
