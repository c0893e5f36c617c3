"""The steps of the lesson: one Markdown file each in `steps/`, its settings in TOML between two lines `+++`."""

import tomllib
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path

from django.urls import reverse

from exchanges.letters import mount_point
from lesson import panes, prose, quiz, rooms
from prose.typography import french

FOLDER = Path(__file__).parent / "steps"
LEVELS = {"socle": "Socle", "standard": "Standard", "approfondissement": "Approfondissement"}
SECTIONS = {
    "Objectif": "objective",
    "Prédire": "predict",
    "À observer": "observe",
    "Questions": "play",
    "À retenir": "remember",
}


@dataclass(frozen=True)
class Frame:
    """A small browser: whose it is (A, B or C), the address it opens at, and whether its connection can be cut."""

    client: str
    address: str
    cut: bool = False
    favicon: bool = False

    def opened_by(self, visitor):
        return replace(self, address=rooms.address(self.address, visitor))

    @property
    def mount(self):
        return mount_point(self.client)

    @property
    def source(self):
        return self.mount + self.address


@dataclass(frozen=True)
class Step:
    """One step; what costs something to make is made when it is asked for."""

    number: int
    slug: str
    settings: dict
    body: str

    @property
    def title(self):
        return french(self.settings["title"])

    @property
    def url(self):
        return reverse("step", args=[self.slug])

    @property
    def level(self):
        return self.settings["level"]

    @property
    def level_label(self):
        return LEVELS[self.level]

    @property
    def frames(self):
        return [Frame(**frame) for frame in self.settings["frames"]]

    @property
    def hides_files(self):
        """Are the requests of styles and scripts left out of the diagram until the reader asks for them?"""
        return self.settings.get("hide_files", False)

    @property
    def panes(self):
        """What a pupil would write, then what the site does besides. Never kept: they are as their files are now."""
        made = [panes.pane(f"code-{rank}", **settings) for rank, settings in enumerate(self.settings["code"], 1)]
        return sorted(made, key=lambda pane: bool(pane.site))

    @property
    def unfolded(self):
        """Are the frames that come every second drawn one by one?"""
        return self.settings.get("unfolded", False)

    @property
    def headers(self):
        """The headers that the step speaks of, shown at once in the detail of an arrow."""
        return " ".join(self.settings.get("headers", []))

    @property
    def shows_site(self):
        """Is there code of the site beside what a pupil would write?"""
        return any(pane.get("site") for pane in self.settings["code"])

    @property
    def minutes(self):
        """How long a pupil who takes time needs, exercises left out."""
        return self.settings["minutes"]

    @property
    def programme(self):
        """The keys of the programme's competences that the step works on; their words are in `fiche.toml`."""
        return self.settings["programme"]

    @property
    def exercises(self):
        """The slugs of what is to be written in this step."""
        return self.settings.get("exercises", [])

    @cached_property
    def sections(self):
        return sections(self.body)

    @cached_property
    def objective(self):
        return prose.render(self.sections["objective"])

    @cached_property
    def observe(self):
        """Up to the first thing to do, with the workshop in which one does it."""
        return prose.render(self.sections["observe"][: self._to_do])

    @cached_property
    def observe_next(self):
        """What there is to see and to understand once it is done."""
        return prose.render(self.sections["observe"][self._to_do :])

    @cached_property
    def _to_do(self):
        """How many nodes of « À observer » come until then."""
        nodes = self.sections["observe"]
        rank = next((rank for rank, node in enumerate(nodes) if prose.is_to_do(node)), len(nodes) - 1)
        with_workshop = nodes[rank + 1 :] and nodes[rank + 1].type == "fence"
        return rank + 1 + bool(with_workshop)

    @cached_property
    def predictions(self):
        """Questions to answer before the step says what happens."""
        return quiz.activities(self.sections["predict"])

    @cached_property
    def activities(self):
        return quiz.activities(self.sections["play"], first=len(self.predictions) + 1)

    @property
    def questions(self):
        """How many the step asks: the pupil's progress is out of them."""
        return sum(activity.counts for activity in [*self.predictions, *self.activities])

    @cached_property
    def remember(self):
        return prose.render(self.sections["remember"])


def every_step():
    """All steps, in order, as their files are now: an edit shows at the next load of the page."""
    return [read(path, path.stat().st_mtime_ns) for path in sorted(FOLDER.glob("[0-9]*.md"))]


@lru_cache(maxsize=64)
def read(path, _changed_at):
    """The number in `07-get-ou-post.md` gives the order, the rest is the slug: the step's name everywhere."""
    number, _, slug = path.stem.partition("-")
    _, settings, body = path.read_text(encoding="utf-8").split("+++\n", 2)
    return Step(int(number), slug, tomllib.loads(settings), body)


def sections(body):
    """The nodes under each `##` heading. Another heading than those of SECTIONS: KeyError."""
    found = {name: [] for name in SECTIONS.values()}
    for node in prose.parse(body).children:
        if node.type == "heading" and node.tag == "h2":
            current = found[SECTIONS[node.children[0].content]]
        else:
            current.append(node)
    return found
