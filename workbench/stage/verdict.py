"""What the pupil reads of a run: passed, failed, broken, or to be seen elsewhere."""

from dataclasses import asdict, dataclass, field

from workbench.stage.arrows import Arrow


@dataclass
class Verdict:
    """`code` names the mistake; the three sentences are French; see commands.py for the rest."""

    state: str = "failed"
    code: str = ""
    did: str = ""
    expected: str = ""
    advice: str = ""
    file: str = ""
    line: int | None = None
    source: str = ""
    values: list = field(default_factory=list)
    printed: list[str] = field(default_factory=list)
    expected_arrows: list[Arrow] = field(default_factory=list)
    seen_arrows: list[Arrow] = field(default_factory=list)

    def at(self, place):
        """The same with the place (and the values) of an event."""
        for name in ("file", "line", "source", "values"):
            setattr(self, name, place.get(name) or getattr(self, name))
        return self

    def to_json(self):
        fields = asdict(self)
        expected, seen = fields.pop("expected_arrows"), fields.pop("seen_arrows")
        return fields | {"arrows": {"expected": expected, "seen": seen}}


def passed():
    return Verdict("passed")


def elsewhere():
    return Verdict(
        "elsewhere",
        "elsewhere",
        did="Cet exercice demande un script : seul un navigateur peut le jouer.",
        advice="À vérifier dans le navigateur, sur la page de l’exercice.",
    )


def broken(error):
    """The check itself crashed: the error is shown as it is, for who wrote the check."""
    return Verdict(
        "broken",
        "broken",
        did=f"La vérification elle-même s’est arrêtée sur une erreur : {error}",
        expected="Une vérification va toujours à son terme.",
        advice="Votre programme n’y est pour rien. Montrez cette phrase à votre professeur.",
    )
