"""What the page saw while it played a task's steps in a browser; commands.py says what a record holds.

A check goes from step to step: `seen.step(1)` looks at what came after the second, `seen.element("h1")` at an element
as it was then. What a script does late belongs to a later step, so `requests`, `frames` and `errors` take all from a
step on.
"""

import re

from workbench.stage.arrows import decode

COLOUR = re.compile(r"rgba?\((\d+), (\d+), (\d+)")
INLINE = re.compile(r"<script(?![^>]*\bsrc\b)[^>]*>(.*?)</script>", re.S | re.I)


class Played:
    """`scripts` are `{path: text}`: the files in `static/`, and the scripts that stand in the page itself."""

    def __init__(self, steps, project):
        self.steps, self.project = steps, project
        self.at = 0

    def step(self, number):
        self.at = number
        return self

    def element(self, selector):
        """`{tag, text, value, color, html}`, None when there is no such element."""
        return self.steps[self.at]["elements"].get(selector)

    def text_of(self, selector):
        return (self.element(selector) or {"text": ""})["text"]

    def colour_of(self, selector):
        """(red, green, blue)."""
        found = COLOUR.match((self.element(selector) or {"color": ""})["color"])
        return tuple(map(int, found.groups())) if found else None

    @property
    def focus(self):
        return self.steps[self.at]["focus"]

    @property
    def text(self):
        return self.steps[self.at]["text"]

    @property
    def ids(self):
        """Of the page as it was at the end."""
        return [selector[1:] for selector, found in self.steps[-1]["elements"].items() if selector[0] == "#" and found]

    # --- what came, from this step on --------------------------------------------------------------------
    @property
    def requests(self):
        return self.since("requests")

    @property
    def sockets(self):
        return self.since("sockets")

    @property
    def frames(self):
        return self.since("frames")

    @property
    def sent(self):
        """The frames, decoded; None stands for one that is not JSON."""
        return [decode(frame) for frame in self.frames]

    @property
    def errors(self):
        return self.since("errors")

    def since(self, kind):
        return [item for step in self.steps[self.at :] for item in step[kind]]

    # --- the text of the scripts -------------------------------------------------------------------------
    def scripts(self, page):
        """`{path: text}` of those that the page asks for, of all if it asks for none; "" is the page itself."""
        paths = sorted((self.project.folder / "static").rglob("*.js"))
        files = {path.relative_to(self.project.folder).as_posix(): path.read_text("utf-8", "replace") for path in paths}
        asked = [address.partition("?")[0].removeprefix("/") for address in page.scripts]
        files = {path: text for path, text in files.items() if path in asked or not asked}
        inline = "\n".join(INLINE.findall(page.html))
        return files | ({"": inline} if inline.strip() else {})
