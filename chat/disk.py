"""Space on the disk: the chat keeps no more messages before the PC itself is in trouble."""

import shutil
from pathlib import Path

from django.db import OperationalError, connection

RESERVE = 500_000_000  # bytes left to everything else


class Full(OperationalError):
    """Too little is free. The words are for the console."""


def check():
    """Raise Full when the embedded database's disk has less than RESERVE free. A server looks after its own."""
    if connection.vendor != "sqlite":
        return
    free = shutil.disk_usage(Path(connection.settings_dict["NAME"]).parent).free
    if free < RESERVE:
        raise Full(f"il reste {free // 10**6} Mo sur le disque, il en faut {RESERVE // 10**6}. Faites de la place.")
