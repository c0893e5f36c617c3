"""What a check found."""

from typing import NamedTuple

OK, TO_TRY, CAUTION, TROUBLE = "ok", "accent", "warning", "danger"
# The worst first.
LABELS = {TROUBLE: "Problème", CAUTION: "Attention", TO_TRY: "À essayer", OK: "Bien"}


class Finding(NamedTuple):
    """`what` was seen, and `advice`: what to do. `level` is one of the words above."""

    level: str
    title: str
    what: str
    advice: str = ""

    @property
    def label(self):
        return LABELS[self.level]


class Circumstances(NamedTuple):
    """`port`: at which the site is open, 0 when it is not; `is_here`: whether this very process serves it."""

    port: int
    is_here: bool
