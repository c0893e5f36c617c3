import time

import pytest

from relay import keys

ADDRESS = "192.168.1.7"


def test_a_key_says_whose_server_and_who_comes():
    key = keys.read(keys.new_key(7, claim=3).text(ADDRESS), ADDRESS)
    assert (key.server, key.claim, key.visitor, key.entered) == (7, 3, 3, True)


def test_who_has_no_claim_is_told_apart_by_a_number_that_no_claim_has():
    numbers = {keys.new_key(7).visitor for _ in range(100)}
    assert len(numbers) == 100
    assert min(numbers) > 2**32


def test_a_key_is_good_at_its_address_alone():
    assert keys.read(keys.new_key(7).text(ADDRESS), "192.168.1.8") is None


def test_a_key_ends_after_an_hour(monkeypatch):
    text, entry = keys.new_key(7).text(ADDRESS), keys.new_key(7, entered=False).text(ADDRESS)
    now = time.time()
    monkeypatch.setattr(keys.time, "time", lambda: now + 3500)
    assert keys.read(text, ADDRESS) is not None
    assert keys.read(entry, ADDRESS) is None
    monkeypatch.setattr(keys.time, "time", lambda: now + 3700)
    assert keys.read(text, ADDRESS) is None


@pytest.mark.parametrize("change", [lambda text: text[:-1] + ("A" if text[-1] != "A" else "B"), lambda text: text[1:]])
def test_a_key_cannot_be_made_up(change):
    assert keys.read(change(keys.new_key(7).text(ADDRESS)), ADDRESS) is None


@pytest.mark.parametrize("text", ["", "k", "A" * 44, "é" * 50, "-" * 53, "=" * 50])
def test_nonsense_is_no_key(text):
    assert keys.read(text, ADDRESS) is None


def test_keys_are_not_shown():
    key = keys.new_key(7).text(ADDRESS)
    assert keys.without_key(f"GET /chez/greg/~{key}/page2?a=1") == "GET /chez/greg/page2?a=1"
    assert keys.without_key(f"/chez/greg/~{key}?a") == "/chez/greg?a"
    assert keys.without_key("/~A/hello") == "/~A/hello"
