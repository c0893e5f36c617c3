"""The questions of a step: with a word on each choice, with an answer to write, or tasks with what was to be seen."""

import re
from dataclasses import dataclass, field

from lesson import prose
from lesson.faults import Fault

WRITTEN = "atelier reponse"
BOX = re.compile(r"\[(?P<mark>[ x])\] +")


@dataclass(frozen=True)
class Choice:
    """One possible answer, whether it is right, and what is said to who picks it."""

    text: str
    right: bool
    feedback: str


@dataclass(frozen=True)
class Activity:
    """A question with choices, one to answer in words (`written`), or a task; `check` tells what was to be found.

    `number` is its place among all activities of the step, from 1: the pupil's progress knows it by that.
    """

    number: int
    title: str
    body: str = ""
    choices: list[Choice] = field(default_factory=list)
    check: str = ""
    written: bool = False

    @property
    def counts(self):
        """Whether the step is not done before it is answered."""
        return bool(self.choices) or self.written


def activities(nodes, first=1):
    """Each `###` heading opens one: its list of boxes are the choices, its quotation what was to be found.

    A question that nobody can answer: Fault.
    """
    found = []
    for node in nodes:
        if node.type == "heading":
            found.append([node])
        elif not found:
            raise Fault("une question ou une tâche commence par un titre «\u00a0### …\u00a0».", node.map[0] + 1)
        else:
            found[-1].append(node)
    return [activity(number, heading, content) for number, (heading, *content) in enumerate(found, first)]


def activity(number, heading, content):
    lists = [node for node in content if node.type == "bullet_list" and all(BOX.match(words(i)) for i in node.children)]
    quotes = [node for node in content if node.type == "blockquote"]
    choices = [choice(item) for node in lists for item in node.children]
    if choices and not any(each.right for each in choices):
        raise Fault(
            "cette question n’a pas de bonne réponse\u00a0: marquez-la «\u00a0- [x]\u00a0».", heading.map[0] + 1
        )
    return Activity(
        number=number,
        title=prose.render(heading.children),
        body=prose.render(node for node in content if node not in lists + quotes),
        choices=choices,
        check=prose.render(child for node in quotes for child in node.children),
        written=any(node.type == "fence" and node.info == WRITTEN for node in content),
    )


def choice(item):
    """`- [x] text` with, indented below, `> what is said`."""
    label, *rest = item.children
    mark = BOX.match(words(item))["mark"]
    first = label.children[0].children[0]
    first.token.content = BOX.sub("", first.token.content, count=1)
    return Choice(
        text=prose.render(label.children),
        right=mark == "x",
        feedback=prose.render(child for quote in rest for child in quote.children),
    )


def words(item):
    return item.children[0].children[0].content
