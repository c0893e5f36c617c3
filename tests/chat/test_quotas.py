import re
from types import SimpleNamespace

import pytest

from chat import quotas
from chat.people import THIS_PC, Person
from chat.quotas import Meter, Quota
from chat.writers import Writers
from tests.chat.clients import cookie_of
from tests.servers import ROOT

ROW = Quota("things a minute", "choses par minute", 6, period=60)
PUPILS = 35
PERIODS = {0: "at the same time", 1: "second", 60: "minute", 3600: "hour"}


def test_the_readme_s_table_is_the_code_s():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([\w ]+) \| (\d+) \| (\d+) \|$", text, re.M)
    assert rows == [(row.what, str(row.amount), str(row.at_once or row.amount)) for row in quotas.TABLE]


def taken(meter, person, tries=100):
    return sum(meter.take(person) for _ in range(tries))


@pytest.fixture
def now(monkeypatch):
    """A clock that the test moves."""
    now = [1000.0]
    monkeypatch.setattr(quotas.time, "monotonic", lambda: now[0])
    return now


def test_one_address_takes_so_much_and_the_others_as_much():
    meter = Meter(ROW)
    assert taken(meter, Person("10.0.0.1")) == 6
    assert taken(meter, Person("10.0.0.1", claim=7, visitor="a")) == 0
    assert taken(meter, Person("10.0.0.2")) == 6


def test_this_pc_has_no_limit():
    assert taken(Meter(ROW), Person(THIS_PC[0])) == 100


def test_the_console_names_who_meets_a_limit_once_a_minute(caplog, now):
    meter = Meter(ROW)
    taken(meter, Person("10.0.0.7"))
    assert caplog.messages == ["Limite atteinte (choses par minute) : 10.0.0.7"]
    now[0] += 61
    taken(meter, Person("10.0.0.7"))
    assert len(caplog.messages) == 2


def test_who_has_been_silent_is_forgotten(monkeypatch):
    monkeypatch.setattr(quotas, "REMEMBERED", 10)
    meter = Meter(Quota("things", "choses", 10**9))
    for n in range(1000):
        meter.take(Person(f"10.0.0.{n}"))
    assert len(meter.buckets) <= 10


@pytest.mark.parametrize("row", [row for row in quotas.TABLE if row.period], ids=lambda row: row.what)
@pytest.mark.parametrize("known_by", ["claim", "visitor", None])
def test_a_whole_class_behind_one_address_is_served(settings, row, known_by):
    """Each of 35 pupils takes what one may take; one who takes more takes nothing from the others."""
    settings.SHARED_ADDRESS = True
    meter = Meter(row)
    share = row.at_once or row.amount
    for number in range(1, PUPILS + 1):
        person = Person("10.0.0.1", **({known_by: number} if known_by else {}))
        assert meter.take(person, share)
        assert not (known_by and meter.take(person, share))


@pytest.mark.parametrize("shared", [True, False])
async def test_a_class_that_writes_much_at_once_is_heard_where_its_address_is_shared(enter, limits, shared):
    """35 pupils say 8000 bytes each and read back: too much for one PC, not for a class."""
    limits.SHARED_ADDRESS = shared
    clients = [await enter(headers=[cookie_of(f"{n}")]) for n in range(PUPILS)]
    for n, client in enumerate(clients):
        await client.say("😀" * 2000, name=f"eleve {n}")
        for _ in range(quotas.HISTORY.at_once // 20):
            await client.send({"type": "history", "after": 10**6})
    last = [await client.next("messages", messages=[]) if shared else None for client in clients]
    await clients[0].until(lambda: len(clients[0].messages()) == PUPILS or refused(clients))
    assert bool(refused(clients)) is not shared
    assert len(last) == PUPILS


def refused(clients):
    return [event for client in clients for event in client.received if event["type"] == "error"]


@pytest.mark.parametrize("known_by", ["claim", "visitor"])
def test_each_of_a_class_behind_one_address_keeps_a_name(settings, known_by):
    settings.SHARED_ADDRESS = True
    room, pupils = Writers(), [Person("10.0.0.1", **{known_by: number}) for number in range(1, PUPILS + 1)]
    for number, person in enumerate(pupils):
        room.claim(SimpleNamespace(person=person, name="", wrote_at=0), f"eleve{number}")
    for number, person in enumerate(pupils):
        assert not room.is_taken(f"eleve{number}", person)
        assert room.is_taken(f"eleve{number}", pupils[number - 1])
