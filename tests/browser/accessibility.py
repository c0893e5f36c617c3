"""What axe finds on a page: the newest axe-core of PyPI, or the file that the variable AXE names."""

import os

from axe_playwright_python.sync_playwright import Axe

# On by default since axe-core 4.14; before, when asked for.
ASKED_FOR = {"rules": {"label-content-name-mismatch": {"enabled": True}}}


def violations(page):
    """A line for each, frames included."""
    axe = Axe.from_file(os.environ["AXE"]) if "AXE" in os.environ else Axe()
    found = axe.run(page, options=ASKED_FOR).response["violations"]
    return [f"{rule['id']}: {node['html']} {node['failureSummary']}" for rule in found for node in rule["nodes"]]
