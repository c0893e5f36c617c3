import re

import pytest

from nsi_site import quotas
from nsi_site.quotas import Holders, Quota
from tests.servers import ROOT

ROW = Quota("things", "choses", address=2, everybody=3)


def readme_rows():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    return re.findall(r"^\| ([\w' ]+) \| (\d+) \| ([^|]+) \| ([^|]+) \|$", text, re.M)


def shown(row):
    everybody = "what the system bears" if row is quotas.CONNECTIONS else str(row.everybody or "any number")
    kind = (
        "waits" if not row.refusal else f"status {row.refusal}" if row.refusal < 1000 else f"closed with {row.refusal}"
    )
    return (row.what, str(row.address), everybody, kind)


def test_the_readme_s_table_is_the_code_s():
    assert readme_rows() == [shown(row) for row in quotas.TABLE]


def test_an_address_holds_so_many_and_all_together_so_many():
    holders = Holders(ROW)
    for address in ("a", "a", "b"):
        assert holders.may_take(address)
        holders.take(address)
    assert not holders.may_take("c")
    holders.give_back("b")
    assert holders.may_take("c")
    assert not holders.may_take("a")


def test_who_is_gone_is_forgotten():
    holders = Holders(ROW)
    holders.take("a")
    holders.give_back("a")
    assert not holders.by_address


def test_the_console_names_who_meets_a_limit_once_a_minute(caplog, monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(quotas.time, "monotonic", lambda: now[0])
    holders = Holders(ROW)
    holders.take("10.0.0.7")
    holders.take("10.0.0.7")
    for _ in range(5):
        assert not holders.may_take("10.0.0.7")
    assert caplog.messages == ["Limite atteinte (choses) : 10.0.0.7 en a 2, tous ensemble 2."]
    now[0] += 61
    holders.may_take("10.0.0.7")
    assert len(caplog.messages) == 2


@pytest.mark.parametrize("row", quotas.TABLE, ids=lambda row: row.what)
def test_a_whole_class_behind_one_address_is_served(row, settings):
    settings.SHARED_ADDRESS = True
    assert row.of_a_browser or row.limit("10.0.0.1") == 0 or row.limit("10.0.0.1") >= quotas.PUPILS
    assert row.limit("127.0.0.1") == row.everybody
