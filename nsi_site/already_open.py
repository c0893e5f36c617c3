"""Whether another process already serves the site of this folder: two would share its data and divide the class."""

import json
import os

import psutil

NOTE = "ouvert.json"


def write_note(folder, address):
    """Remember under `folder` who serves it, and where: for `other_site`."""
    process = psutil.Process()
    note = {"pid": os.getpid(), "since": process.create_time(), "address": address}
    (folder / NOTE).write_text(json.dumps(note), encoding="utf-8")


def other_site(folder):
    """The address at which another process serves the folder, or ""."""
    try:
        note = json.loads((folder / NOTE).read_text(encoding="utf-8"))
        # The number alone may have been given to another program since.
        is_there = psutil.Process(note["pid"]).create_time() == note["since"]
    except (OSError, ValueError, KeyError, TypeError, psutil.Error):
        return ""
    return note["address"] if is_there and note["pid"] != os.getpid() else ""
