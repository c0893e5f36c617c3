import pytest

from nsi_site import network, seen
from nsi_site.seen import Seen


@pytest.fixture(autouse=True)
def empty(monkeypatch, settings):
    settings.ALLOWED_HOSTS = ["localhost", "192.168.1.20"]
    monkeypatch.setattr(Seen, "visits", {})
    monkeypatch.setattr(Seen, "wrong_hosts", {})


async def visit(address, *headers):
    async def app(scope, receive, send):
        pass

    scope = {"type": "http", "client": [address, 1], "headers": [(b"host", b"192.168.1.20:8000"), *headers]}
    await Seen(app)(scope, None, None)


async def test_other_pcs_are_remembered_with_their_browser_and_this_one_is_not(monkeypatch):
    monkeypatch.setattr(network, "addresses", lambda: ["192.168.1.20"])
    await visit("192.168.1.31", (b"user-agent", b"Firefox"))
    await visit("192.168.1.32", (b"via", b"1.1 squid"))
    await visit("192.168.1.20")
    await visit("127.0.0.1")
    assert seen.neighbours() == {"192.168.1.31": ("Firefox", False), "192.168.1.32": ("", True)}


async def test_names_that_are_not_ours_are_remembered():
    await visit("192.168.1.31", (b"host", b"pc_prof:8000"))
    assert Seen.wrong_hosts == {"pc_prof:8000": "192.168.1.31"}
    assert Seen.visits == {}


async def test_the_memory_is_bounded(monkeypatch):
    monkeypatch.setattr(seen, "MOST", 3)
    for number in range(10):
        await visit(f"10.0.0.{number}")
        await visit("10.0.1.1", (b"host", f"h{number}.example".encode()))
    assert len(Seen.visits) == len(Seen.wrong_hosts) == 3
