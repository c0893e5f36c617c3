from datetime import timedelta

import pytest
from django.utils import timezone

from pupils import quotas
from pupils.models import Pupil

HERE, THERE = "192.0.2.1", "192.0.2.2"


@pytest.fixture
def names(db):
    def names(count, address=HERE):
        first = Pupil.objects.count()
        for number in range(first, first + count):
            Pupil.objects.create(name=f"eleve {number}", address=address)

    return names


def test_an_address_gets_three_new_names_an_hour(names):
    assert quotas.allows(HERE)
    names(quotas.PER_HOUR)
    assert not quotas.allows(HERE)
    assert quotas.allows(THERE)
    Pupil.objects.update(created_at=timezone.now() - timedelta(minutes=61))
    assert quotas.allows(HERE)


def test_an_address_shared_by_the_class_gets_forty_times_as_many(names, settings):
    settings.SHARED_ADDRESS = True
    names(119)
    assert quotas.allows(HERE)
    names(1)
    assert not quotas.allows(HERE)


def test_an_open_door_counts_the_class_and_not_the_address(names, settings):
    settings.CLASS_SIZE = 4
    quotas.open_door()
    names(7)
    assert quotas.allows(HERE)
    names(1)
    assert not quotas.allows(THERE)


def test_the_door_closes_by_itself(names):
    names(3)
    assert quotas.open_door() == quotas.door_closes_at()
    assert quotas.allows(HERE)
    quotas.Door.objects.update(open_until=timezone.now() - timedelta(seconds=1))
    assert quotas.door_closes_at() is None
    assert not quotas.allows(HERE)


def test_the_console_says_once_that_an_address_may_be_shared(caplog):
    for browser in ["a", "a", "b", "c", "d", "e", "f"]:
        quotas.refused(HERE, browser)
    assert [HERE in record.getMessage() for record in caplog.records] == [True]


def test_with_a_list_names_are_given_only_while_the_door_is_opened(db):
    assert not quotas.is_by_list()
    quotas.open_door()
    quotas.keep_to_list(True)  # which closes it
    assert quotas.is_by_list()
    quotas.open_door()
    assert not quotas.is_by_list()
    quotas.Door.objects.update(open_until=timezone.now() - timedelta(seconds=1))
    assert quotas.is_by_list()
    quotas.keep_to_list(False)
    assert not quotas.is_by_list()
