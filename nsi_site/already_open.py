"""Whether another process already serves the site of this folder: two would share its data and divide the class."""

import json
import os

from nsi_site import processes

NOTE = "ouvert.json"


def write_note(folder, address):
    """Remember under `folder` who serves it, and where: for `other_site`."""
    note = processes.this_process() | {"address": address}
    (folder / NOTE).write_text(json.dumps(note), encoding="utf-8")


def other_site(folder):
    """The address at which another process serves the folder, or ""."""
    note = processes.read(folder / NOTE)
    is_other = processes.is_living(note) and note["pid"] != os.getpid()
    return note.get("address", "") if is_other else ""
