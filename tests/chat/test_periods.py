from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import Max, Min

from chat.models import Message, Room
from chat.periods import PeriodQuerySet

pytestmark = pytest.mark.django_db
FIRST = datetime(2024, 12, 30, 22, 30, tzinfo=UTC)  # 23:30 in Paris


def write(*hours):
    room = Room.objects.get()
    for number, hour in enumerate(hours, 1):
        sent_at = FIRST + timedelta(hours=hour)
        Message.objects.create(room=room, number=number, client_id=f"{number}", sent_at=sent_at)


@pytest.mark.parametrize(
    ("kind", "step"),
    [("day", 23), ("month", 24 * 27), ("year", 24 * 360)],
)
@pytest.mark.parametrize("order", ["ASC", "DESC"])
def test_periods_are_those_that_django_finds_where_none_is_empty(kind, step, order):
    write(*range(0, step * 20, step))
    assert PeriodQuerySet(Message).datetimes("sent_at", kind, order) == list(
        Message.objects.datetimes("sent_at", kind, order)
    )


def test_no_message_has_no_period():
    assert PeriodQuerySet(Message).datetimes("sent_at", "day") == []


def test_several_aggregates_are_asked_one_by_one(django_assert_num_queries):
    write(0, 5)
    with django_assert_num_queries(2):
        edges = PeriodQuerySet(Message).aggregate(first=Min("sent_at"), last=Max("sent_at"))
    assert edges == {"first": FIRST, "last": FIRST + timedelta(hours=5)}
