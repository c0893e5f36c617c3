"""The questions of a step, with an answer to each choice, and tasks with what to check afterwards."""

import re
from dataclasses import dataclass, field

from lesson import prose

BOX = re.compile(r"\[(?P<mark>[ x])\] +")


@dataclass(frozen=True)
class Choice:
    """One possible answer, whether it is right, and what is said to who picks it."""

    text: str
    right: bool
    feedback: str


@dataclass(frozen=True)
class Activity:
    """A question (it has choices) or a task (it has none); `check` tells how a task ends."""

    title: str
    body: str = ""
    choices: list[Choice] = field(default_factory=list)
    check: str = ""


def activities(nodes):
    """Each `###` heading opens one: its list of boxes are the choices, its quotation what to check."""
    found = []
    for node in nodes:
        if node.type == "heading":
            found.append([node])
        else:
            found[-1].append(node)
    return [activity(heading, content) for heading, *content in found]


def activity(heading, content):
    lists = [node for node in content if node.type == "bullet_list" and all(BOX.match(words(i)) for i in node.children)]
    quotes = [node for node in content if node.type == "blockquote"]
    return Activity(
        title=prose.render(heading.children),
        body=prose.render(node for node in content if node not in lists + quotes),
        choices=[choice(item) for node in lists for item in node.children],
        check=prose.render(child for node in quotes for child in node.children),
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
