from datetime import timedelta

import pytest
from django.utils import timezone

from classroom.models import Block, Screen, Station

ALL = dict.fromkeys(("modules", "web_assembly", "sockets", "cookies", "storage", "chez"), True)
GOOD = ALL | {"speed": 11.5, "engine": 9.2, "clock": 0.4}


def test_without_an_order_pages_show_nothing(db):
    assert Screen.objects.current().frame == {"type": "screen", "kind": "", "text": "", "events": []}


def test_a_block_ends_by_itself_and_may_be_renewed(db):
    Block.objects.block("10.0.0.9", "prof")
    assert Block.objects.now().count() == 1
    Block.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert not Block.objects.now().exists()
    Block.objects.block("10.0.0.9", "autre")
    assert Block.objects.now().get().by == "autre"


def test_a_pc_that_has_all_is_ready():
    station = Station(**GOOD)
    assert (station.lacks, station.weaknesses) == ([], [])


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ({"modules": False}, "navigateur trop ancien"),
        ({"web_assembly": False, "engine": None}, "sans WebAssembly"),
        ({"sockets": False}, "WebSockets bloquées"),
        ({"cookies": False}, "cookies refusés"),
        ({"chez": False}, "second port bloqué"),
        ({"engine": None}, "Python n’y démarre pas"),
    ],
)
def test_what_a_pc_lacks_is_said(found, words):
    assert Station(**GOOD | found).lacks == [words]


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ({"storage": False}, "ne garde rien"),
        ({"engine": 100}, "Python y est lent"),
        ({"speed": 0.1}, "réseau lent"),
        ({"clock": -400}, "pas à l’heure"),
    ],
)
def test_what_works_badly_is_said_too(found, words):
    station = Station(**GOOD | found)
    assert (station.lacks, station.weaknesses) == ([], [words])


def test_a_site_without_a_second_port_is_no_fault_of_the_pc():
    station = Station(**GOOD | {"chez": None, "speed": None, "clock": None})
    assert (station.lacks, station.weaknesses) == ([], [])


@pytest.mark.django_db
def test_a_try_is_forgotten_after_a_week():
    old = timezone.now() - Station.KEPT_FOR
    for number, moment in enumerate([old - timedelta(minutes=1), old + timedelta(minutes=1)]):
        Station.objects.create(place=number, browser="", tried_at=moment)
    Station.purge()
    assert [str(station) for station in Station.objects.all()] == ["1"]
