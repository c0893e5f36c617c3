"""The last page of a server that is closed, by the teacher or by its pupil, kept for a talk about it."""

from datetime import UTC, datetime

from channels.db import database_sync_to_async

from relay.models import Server


def keep(number, page):
    """`page` is (path, text, moment) or None; kept once for each closing."""
    if page is None:
        return
    path, text, moment = page
    at = datetime.fromtimestamp(moment, UTC)
    Server.objects.filter(pk=number).update(proof=text, proof_path=path[:500], proof_at=at)


keep_proof = database_sync_to_async(keep)
