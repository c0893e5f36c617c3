"""An answer read as a browser reads it: elements, ids, links, forms, and what is wrong with the tags."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
# HTML lets these be left open.
LEFT_OPEN = frozenset(["p", "li", "td", "th", "tr", "tbody", "thead", "option", "dt", "dd", "html", "body", "head"])
UNREAD = ("script", "style", "title", "head")


@dataclass
class Element:
    tag: str
    attributes: dict
    line: int
    children: list = field(default_factory=list)  # elements and texts

    def get(self, name, default=""):
        value = self.attributes.get(name, default)
        return "" if value is None else value

    def has(self, name):
        return name in self.attributes

    def all(self, *tags):
        """The elements of these tags inside it, in the order of the text."""
        for child in self.children:
            if isinstance(child, Element):
                if not tags or child.tag in tags:
                    yield child
                yield from child.all(*tags)

    @property
    def text(self):
        parts = (child.text if isinstance(child, Element) else child for child in self.children)
        return "".join(parts) if self.tag not in UNREAD else ""

    @property
    def content(self):
        """Its own text, whatever the tag."""
        return "".join(child if isinstance(child, str) else child.content for child in self.children)


class Document(HTMLParser):
    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.root = Element("", {}, 0)
        self.open = [self.root]
        self.problem = None  # of the tags: (code, line, words)
        self.feed(html)
        self.close()
        left = [element for element in self.open[1:] if element.tag not in LEFT_OPEN]
        if left:
            self.note("never_closed", left[-1].line, opened=left[-1].tag)

    def note(self, code, line, **words):
        self.problem = self.problem or (code, line, words)

    def handle_starttag(self, tag, attributes):
        element = Element(tag, dict(attributes), self.getpos()[0])
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag, attributes):
        self.open[-1].children.append(Element(tag, dict(attributes), self.getpos()[0]))

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        crossed = []
        while len(self.open) > 1 and self.open[-1].tag != tag and tag in [element.tag for element in self.open]:
            crossed.append(self.open.pop())
        if self.open[-1].tag != tag:
            self.note("never_opened", self.getpos()[0], closed=tag)
            return
        self.open.pop()
        if wrong := [element for element in crossed if element.tag not in LEFT_OPEN]:
            self.note("crossed", self.getpos()[0], closed=tag, opened=wrong[0].tag)

    def handle_data(self, data):
        self.open[-1].children.append(data)


@dataclass
class Page:
    """What a visitor got. `path` is the address that answered, after redirections; `visitor` asked for it."""

    visitor: object
    method: str
    path: str
    status: int
    headers: dict
    body: bytes
    arrow: object = None

    @property
    def letter(self):
        return self.visitor.letter

    @property
    def type(self):
        return self.headers.get("content-type", "").partition(";")[0]

    @property
    def html(self):
        return self.body.decode("utf-8", "replace")

    @property
    def document(self):
        return Document(self.html)

    @property
    def text(self):
        """What can be read on the page, with single spaces."""
        return " ".join(self.document.root.text.split())

    def all(self, *tags):
        return list(self.document.root.all(*tags))

    @property
    def ids(self):
        return [element.get("id") for element in self.all() if element.has("id")]

    @property
    def links(self):
        return [element for element in self.all("a") if element.has("href")]

    @property
    def forms(self):
        return self.all("form")

    @property
    def stylesheets(self):
        return [e.get("href") for e in self.all("link") if "stylesheet" in e.get("rel").lower().split()]

    @property
    def scripts(self):
        return [element.get("src") for element in self.all("script") if element.has("src")]


def fields_of(form):
    """`{name: [values]}` of what a browser would send with this form as it stands."""
    found = {}
    for element in form.all("input", "textarea", "select"):
        name = element.get("name")
        if name and not element.has("disabled"):
            for value in values_of(element):
                found.setdefault(name, []).append(value)
    return found


def values_of(element):
    if element.tag == "textarea":
        return [element.content]
    if element.tag == "select":
        options = list(element.all("option"))
        chosen = [option for option in options if option.has("selected")] or options[:1]
        return [value_of_option(option) for option in chosen]
    kind = element.get("type", "text").lower()
    if kind in ("checkbox", "radio"):
        return [element.get("value", "on")] if element.has("checked") else []
    return [] if kind in ("submit", "button", "reset", "image", "file") else [element.get("value")]


def value_of_option(option):
    return option.get("value") if option.has("value") else " ".join(option.content.split())
