"""The pupils' browsers: too old for the lesson?"""

import re

from nsi_site import seen
from nsi_site.diagnostic.finding import CAUTION, OK, Finding

# The oldest ones that the pages are written for. Edge, Opera and others name the Chrome that they are made from.
OLDEST = {"Firefox": 115, "Chrome": 115, "Version": 16}  # Safari calls its own « Version »
VERSION = re.compile(r"\b(Firefox|Chrome|Version)/(\d+)")
EXPLORER = re.compile(r"MSIE |Trident/")


def browsers(circumstances):
    old = {address: name for address, visit in seen.neighbours().items() if (name := too_old(visit.browser))}
    if not old:
        what = (
            "Aucun navigateur trop ancien n’est venu." if circumstances.is_here else "Se voit quand le site est ouvert."
        )
        return Finding(OK, "Navigateurs", what)
    which = ", ".join(f"{address} ({name})" for address, name in list(old.items())[:5])
    advice = (
        "Sur ces postes, essayez un autre navigateur (Firefox 115 ou plus récent), et la page « Essayer ce poste »."
    )
    return Finding(CAUTION, "Navigateurs", f"Trop anciens pour une partie de la leçon : {which}.", advice)


def too_old(user_agent):
    """The browser's name and version when it is older than what the pages need, else ""."""
    if EXPLORER.search(user_agent):
        return "Internet Explorer"
    found = VERSION.search(user_agent)
    if found and int(found[2]) < OLDEST[found[1]]:
        return f"{found[1].replace('Version', 'Safari')} {found[2]}"
    return ""
