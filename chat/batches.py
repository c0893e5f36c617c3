"""Changing or deleting many rows while others write."""

import time

SIZE = 250  # rows a transaction: nobody waits for more of them
PAUSE = 0.12  # seconds between two: who waits to write to SQLite looks every tenth of a second whether it may


def in_batches(rows, change):
    """Call `change` with a queryset of the first rows, until none are left: it must take them out of `rows`."""
    while keys := list(rows.values_list("pk", flat=True)[:SIZE]):
        change(rows.model.objects.filter(pk__in=keys))
        if len(keys) == SIZE:
            time.sleep(PAUSE)
