"""The pupils' browsers: too old for the lesson?"""

import re

from classroom.models import Station
from nsi_site import seen
from nsi_site.diagnostic.finding import CAUTION, OK, Finding

# The oldest ones that the pages are written for. Edge, Opera and others name the Chrome that they are made from.
OLDEST = {"Firefox": 115, "Chrome": 115, "Version": 16}  # Safari calls its own « Version »
VERSION = re.compile(r"\b(Firefox|Chrome|Version)/(\d+)")
EXPLORER = re.compile(r"MSIE |Trident/")


def browsers(circumstances):
    """By what other PCs call themselves, and by what they found out on « Essayer ce poste »."""
    old = {address: name for address, visit in seen.neighbours().items() if (name := too_old(visit.browser))}
    unfit = {station.place: station.lacks[0] for station in Station.objects.all() if station.lacks} | old
    if not unfit:
        known = circumstances.is_here or Station.objects.exists()
        what = "Aucun navigateur trop ancien n’est venu." if known else "Se voit quand le site est ouvert."
        return Finding(OK, "Navigateurs", what)
    which = ", ".join(f"{place} ({why})" for place, why in list(unfit.items())[:5])
    advice = "Prenez-y un autre navigateur (Firefox 115 ou plus récent), puis ouvrez « Essayer ce poste »."
    return Finding(CAUTION, "Navigateurs", f"Une partie de la leçon n’y marche pas : {which}.", advice)


def too_old(user_agent):
    """The browser's name and version when it is older than what the pages need, else ""."""
    if EXPLORER.search(user_agent):
        return "Internet Explorer"
    found = VERSION.search(user_agent)
    if found and int(found[2]) < OLDEST[found[1]]:
        return f"{found[1].replace('Version', 'Safari')} {found[2]}"
    return ""
