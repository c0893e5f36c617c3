"""All checks, in the order in which one would look."""

from django.conf import settings

from nsi_site import already_open
from nsi_site.diagnostic.browsers import browsers
from nsi_site.diagnostic.data import database
from nsi_site.diagnostic.finding import CAUTION, LABELS, Circumstances, Finding
from nsi_site.diagnostic.machine import clock, disk, libraries, memory, several
from nsi_site.diagnostic.reach import firewall, hosts, networks, port, proxy

CHECKS = [libraries, database, disk, memory, clock, several, networks, port, hosts, firewall, proxy, browsers]


def report(circumstances=None):
    """A Finding for each check, the worst first; a check that fails is a Finding too."""
    circumstances = circumstances or from_outside()
    found = [found_by(check, circumstances) for check in CHECKS]
    return sorted(found, key=lambda finding: list(LABELS).index(finding.level))


def found_by(check, circumstances):
    try:
        return check(circumstances)
    except Exception as error:  # noqa: BLE001 - whatever is broken here must not hide what the other checks see
        what = f"Cet essai n’a pas pu se faire : {type(error).__name__}, {error}"
        return Finding(CAUTION, check.__name__, what)


def from_outside():
    """The Circumstances as another process than the site's knows them."""
    address = already_open.other_site(settings.VAR_DIR)
    return Circumstances(int(address.rstrip("/").rpartition(":")[2]) if address else 0, is_here=False)
