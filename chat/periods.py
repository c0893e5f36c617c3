"""Dates for the admin's date hierarchy, without reading a million rows."""

from datetime import timedelta

from django.db.models import Max, Min
from django.utils import timezone

from chat.models import MessageQuerySet

LONGEST = {"day": 1, "month": 31, "year": 366}  # days


class PeriodQuerySet(MessageQuerySet):
    """Answers what the date hierarchy asks along the index alone."""

    def aggregate(self, **expressions):
        """One query each: SQLite finds a MIN or a MAX at the end of an index, but reads every row for both at once."""
        return {
            name: super(PeriodQuerySet, self).aggregate(**{name: expression})[name]
            for name, expression in expressions.items()
        }

    def datetimes(self, field_name, kind, order="ASC", tzinfo=None):
        """Every day, month or year from the first to the last, empty ones too: to leave these out costs a full read."""
        edges = self.aggregate(first=Min(field_name), last=Max(field_name))
        if edges["first"] is None:
            return []
        tzinfo = tzinfo or timezone.get_current_timezone()
        starts = [period_start(edges["first"].astimezone(tzinfo), kind)]
        last = period_start(edges["last"].astimezone(tzinfo), kind)
        while starts[-1] < last:
            starts.append(period_start(starts[-1] + timedelta(days=LONGEST[kind]), kind))
        return starts if order == "ASC" else starts[::-1]


def period_start(moment, kind):
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    return {"day": midnight, "month": midnight.replace(day=1), "year": midnight.replace(month=1, day=1)}[kind]
