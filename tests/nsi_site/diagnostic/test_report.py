import pytest

from nsi_site import already_open
from nsi_site.diagnostic import report
from nsi_site.diagnostic.finding import CAUTION, OK, Finding
from tests.nsi_site.diagnostic.conftest import OPEN


def test_a_check_that_fails_hides_no_other(monkeypatch):
    def broken(circumstances):
        raise RuntimeError("panne")

    def fine(circumstances):
        return Finding(OK, "Bien", "")

    monkeypatch.setattr(report, "CHECKS", [fine, broken])
    first, second = report.report(OPEN)
    assert first.level == CAUTION
    assert "panne" in first.what
    assert second.level == OK


@pytest.mark.parametrize(("address", "port"), [("http://localhost:8001/", 8001), ("", 0)])
def test_another_process_knows_the_port_by_the_note(monkeypatch, address, port):
    monkeypatch.setattr(already_open, "other_site", lambda folder: address)
    assert report.from_outside() == (port, False)
