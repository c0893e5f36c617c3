"""Fixtures for the checks' tests."""

import pytest

from nsi_site.diagnostic.finding import Circumstances
from nsi_site.seen import Seen

OPEN, CLOSED = Circumstances(8000, is_here=True), Circumstances(0, is_here=False)


@pytest.fixture(autouse=True)
def nobody_seen(monkeypatch):
    monkeypatch.setattr(Seen, "visits", {})
    monkeypatch.setattr(Seen, "wrong_hosts", {})
