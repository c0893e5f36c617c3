"""The last page of a server that the teacher closed, kept for a talk about it."""

from datetime import UTC, datetime

from relay.models import Server


def keep(number, page):
    """`page` is (path, text, moment) or None; kept once for each closing."""
    if page is None:
        return
    path, text, moment = page
    at = datetime.fromtimestamp(moment, UTC)
    Server.objects.filter(pk=number).update(proof=text, proof_path=path[:500], proof_at=at)
