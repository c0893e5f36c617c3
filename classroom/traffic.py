"""What each address takes of the site: open connections to this process, and what it wrote in the chat lately."""

from collections import Counter, defaultdict
from datetime import timedelta

import psutil
from django.db.models import Count, Sum
from django.db.models.functions import Length
from django.utils import timezone

from chat.models import Message
from pupils.models import Pupil

LATELY = timedelta(hours=1)
SHOWN = 12


def worst():
    """[{address, names, connections, messages, characters}], who takes most first."""
    connections, said = open_connections(), written()
    names = pupils_at(connections.keys() | said.keys())
    rows = [
        {
            "address": address,
            "names": ", ".join(sorted(names[address])),
            "connections": connections[address],
            "messages": said.get(address, (0, 0))[0],
            "characters": said.get(address, (0, 0))[1],
        }
        for address in connections.keys() | said.keys()
    ]
    rows.sort(key=lambda row: (row["characters"], row["connections"], row["address"]), reverse=True)
    return rows[:SHOWN]


def open_connections():
    """{address: how many}. Empty where the system does not tell a process of its own."""
    try:
        found = psutil.Process().net_connections(kind="tcp")
    except psutil.Error:
        return Counter()
    return Counter(each.raddr.ip for each in found if each.raddr and each.status == psutil.CONN_ESTABLISHED)


def written():
    """{address: (messages, characters)} of the last hour."""
    lately = Message.objects.filter(sent_at__gt=timezone.now() - LATELY).exclude(address="").order_by()
    sums = lately.values_list("address").annotate(messages=Count("pk"), characters=Sum(Length("text")))
    return {address: (messages, characters) for address, messages, characters in sums}


def pupils_at(addresses):
    names = defaultdict(set)
    for address, name in Pupil.objects.filter(address__in=addresses).values_list("address", "name"):
        names[address].add(name)
    return names
