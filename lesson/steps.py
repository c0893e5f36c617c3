"""The steps of the lesson: one Markdown file each, its settings in TOML between two lines `+++`."""

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path

from django.urls import reverse

from exchanges.letters import mount_point
from lesson import panes, prose, quiz, rooms, step_files
from lesson.faults import Fault, in_file
from lesson.tasks import tasks
from prose.typography import french

LEVELS = {"socle": "Socle", "standard": "Standard", "approfondissement": "Approfondissement"}
GUIDE = "lesson/steps/LISEZMOI.md"
REQUIRED = {"title": str, "level": str, "minutes": int, "programme": list, "frames": list, "code": list}
SECTIONS = {
    "Objectif": "objective",
    "Prédire": "predict",
    "À observer": "observe",
    "Questions": "play",
    "À retenir": "remember",
}

NEEDED = {"objective", "observe", "remember"}
MADE = ["objective", "observe", "observe_next", "questions", "remember"]  # out of the text, once and for all


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
    path: Path

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
        own = {task.slug: task for task in tasks(self.exercises)}
        made = [self.pane(rank, settings, own) for rank, settings in enumerate(self.settings["code"], 1)]
        return sorted(made, key=lambda pane: bool(pane.site))

    def pane(self, rank, settings, own):
        """One tab; `own` are the step's exercises by slug. Fault when what it shows is not there any more."""
        label = settings["label"]
        try:
            exercise = {"exercise": own[settings["exercise"]]} if "exercise" in settings else {}
            return panes.pane(f"code-{rank}", **settings | exercise)
        except Exception as error:
            problem = f"l’onglet de code «\u00a0{label}\u00a0» ne trouve pas ce qu’il montre ({error})."
            with in_file(self.path, self.slug):
                raise Fault(problem, self.line_of(label)) from error

    def line_of(self, text):
        """The first line of the file that holds the text, from 1."""
        lines = self.path.read_text(encoding="utf-8-sig").splitlines()
        return next((rank for rank, line in enumerate(lines, 1) if text in line), 1)

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
    """All sound steps, in order, as their files are now."""
    return steps_and_faults()[0]


def step_of(slug):
    """The step in which the exercise of this slug is to be written, or None."""
    return next((step for step in every_step() if slug in step.exercises), None)


def steps_and_faults():
    """The sound steps, and a Fault for each other file: a wrong one takes nothing else away."""
    return step_files.sort_out(read)


@lru_cache(maxsize=256)
def read(path, changed_at):
    """The number in `07-get-ou-post.md` gives the order, the rest is the slug: the step's name everywhere."""
    step = Step(*step_files.split(path, changed_at), path)
    check(step)
    return step


def check(step):
    """Raises Fault for what is wrong in the settings and the text."""
    check_settings(step)
    for title, name in SECTIONS.items():
        if name in NEEDED and not step.sections[name]:
            raise Fault(f"la partie «\u00a0## {title}\u00a0» manque.")
    for name in MADE:
        getattr(step, name)


def check_settings(step):
    for name, kind in REQUIRED.items():
        if not isinstance(step.settings.get(name), kind) or not step.settings[name]:
            raise Fault(f"le réglage {name} manque ou n’est pas de la bonne sorte (voyez {GUIDE}).", 1)
    if step.level not in LEVELS:
        words = ", ".join(f'"{level}"' for level in LEVELS)
        raise Fault(f'le réglage level vaut "{step.level}"\u00a0: écrivez l’un de {words}.', step.line_of("level"))
    if not all(isinstance(pane, dict) and "label" in pane for pane in step.settings["code"]):
        raise Fault(f"chaque onglet de code a un label (voyez {GUIDE}).", step.line_of("code"))
    try:
        list(step.frames)
    except TypeError:
        raise Fault(f"frames a un réglage inconnu, ou il en manque (voyez {GUIDE}).", step.line_of("frames")) from None


def sections(body):
    """The nodes under each `##` heading. Another heading than those of SECTIONS, or text before the first: Fault."""
    found = {name: [] for name in SECTIONS.values()}
    current = None
    for node in prose.parse(body).children:
        if node.type == "heading" and node.tag == "h2":
            title = node.children[0].content
            if title not in SECTIONS:
                known = ", ".join(SECTIONS)
                raise Fault(f"la partie «\u00a0{title}\u00a0» n’existe pas\u00a0: il y a {known}.", node.map[0] + 1)
            current = found[SECTIONS[title]]
        elif current is None:
            raise Fault("ce texte est avant la première partie «\u00a0## Objectif\u00a0».", node.map[0] + 1)
        else:
            current.append(node)
    return found
