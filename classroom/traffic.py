"""What each address takes of the site, for the desk; the site itself counts connections and bytes (CLASSROOM_LOAD)."""

from collections import defaultdict
from datetime import timedelta

from django.conf import settings
from django.db.models import Count
from django.utils import timezone
from django.utils.module_loading import import_string

from chat.models import Message
from classroom.models import Block
from pupils.models import Pupil

LATELY = timedelta(hours=1)
SHOWN = 12


def worst():
    """[{address, own, connections, received, messages, names, blocked}], who sends most first."""
    rows = import_string(settings.CLASSROOM_LOAD)()[:SHOWN]
    addresses = [row["address"] for row in rows]
    messages, names = written(addresses), pupils_at(addresses)
    blocked = set(Block.objects.now().values_list("address", flat=True))
    return [
        row
        | {
            "messages": messages.get(row["address"], 0),
            "names": ", ".join(sorted(names[row["address"]])),
            "blocked": row["address"] in blocked,
        }
        for row in rows
    ]


def written(addresses):
    """{address: how many messages} of the last hour."""
    lately = Message.objects.filter(address__in=addresses, sent_at__gt=timezone.now() - LATELY).order_by()
    return dict(lately.values_list("address").annotate(messages=Count("pk")))


def pupils_at(addresses):
    """{address: the names taken there}."""
    names = defaultdict(set)
    for address, name in Pupil.objects.filter(address__in=addresses).values_list("address", "name"):
        names[address].add(name)
    return names
