"""All that is kept of a pupil, for who asks to read it."""

from django.dispatch import Signal

# Sent with `pupil`: the site's other rooms, unknown here, answer with (title, what JSON can hold).
exporting = Signal()


def everything(pupil):
    """A dictionary for JSON: the claim, the notes of pages, the versions of projects, and what other rooms keep."""
    others = dict(record for _, record in exporting.send(sender=type(pupil), pupil=pupil))
    return {
        "pseudonyme": pupil.name,
        "arrivé": pupil.created_at.isoformat(timespec="seconds"),
        "vu": pupil.seen_at.isoformat(timespec="seconds"),
        "notes": dict(pupil.notes.values_list("key", "value")),
        "projets": [
            {"projet": kept.project, "date": kept.made_at.isoformat(timespec="seconds"), "fichiers": kept.files}
            for kept in pupil.versions.all()
        ],
    } | others
