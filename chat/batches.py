"""Changing or deleting many rows while others write."""

import time

SIZE = 500  # rows a transaction: nobody waits for more of them
PAUSE = 0.05  # seconds between two, for whoever waits to write


def in_batches(rows, change):
    """Call `change` with a queryset of the first rows, until none are left: it must take them out of `rows`."""
    while keys := list(rows.values_list("pk", flat=True)[:SIZE]):
        change(rows.model.objects.filter(pk__in=keys))
        if len(keys) == SIZE:
            time.sleep(PAUSE)
