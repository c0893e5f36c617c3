"""What a test does in a browser that Playwright does not drive as schools have it: firefox.py and webkit.py."""

from tests.servers import wait_until

PATIENCE = 30  # seconds: the machine may be busy with something else
ENTER = "\ue007"  # the key's code in WebDriver, like these
SHIFT, CONTROL, HOME, DELETE = "\ue008", "\ue009", "\ue011", "\ue017"
# Each is run in a page with a selector, and the selector of the frame that is meant (null: the page itself).
ELEMENTS = """
  const [selector, frame] = arguments;
  const page = frame ? document.querySelector(frame)?.contentDocument : document;
  const elements = Array.from(page?.querySelectorAll(selector) ?? []);
"""
# No-break spaces as plain ones, as a test writes them.
TEXTS = ELEMENTS + r"return elements.map((element) => element.textContent.replaceAll('\u00a0', ' ').trim());"
SELECT = ELEMENTS + "elements[0]?.focus(); elements[0]?.select?.(); return elements.length;"
CENTRE = (
    ELEMENTS
    + """
  if (!elements.length) return null;
  elements[0].scrollIntoView({ block: "center", behavior: "instant" });
  const box = elements[0].getBoundingClientRect();
  const around = frame ? document.querySelector(frame).getBoundingClientRect() : { x: 0, y: 0 };
  return [around.x + box.x + box.width / 2, around.y + box.y + box.height / 2].map(Math.round);
"""
)
WHERE = "return location.href + '\\n' + document.body.innerText.slice(0, 1000);"


class Tab:
    """One tab of a browser, with what a reader does and sees. A browser's own class says how, by three methods:

    `open(url)` returns once the page is loaded; `run(script, *args)` returns what the body of a function returns in
    the page, as JSON has it; `perform(source)` does one source's input actions, which WebDriver and BiDi write alike.
    """

    def until(self, script, *args):
        """The first true value that the script returns."""
        what = f"{script.strip()} of {args}"
        return wait_until(lambda: self.run(script, *args), what, PATIENCE, explain=lambda: self.run(WHERE))

    def texts(self, selector, frame=None):
        return self.run(TEXTS, selector, frame)

    def shows(self, text, selector, frame=None):
        """Wait until one of the elements has a text that contains this one."""
        wait_until(
            lambda: any(text in found for found in self.texts(selector, frame)),
            f"{selector} shows {text!r}",
            PATIENCE,
            explain=lambda: f"{self.texts(selector, frame)}\n{self.run(WHERE)}",
        )

    def type(self, selector, text, frame=None):
        """Into a field, in place of what is there, key by key."""
        self.until(SELECT, selector, frame)
        self.keys(text)

    def keys(self, text):
        """One after the other, to whatever has the focus."""
        self.perform_keys([(kind, key) for key in text for kind in ("keyDown", "keyUp")])

    def chord(self, *keys):
        """Pressed together."""
        self.perform_keys([*(("keyDown", key) for key in keys), *(("keyUp", key) for key in reversed(keys))])

    def perform_keys(self, actions):
        keys = [{"type": kind, "value": key} for kind, key in actions]
        self.perform({"type": "key", "id": "keyboard", "actions": keys})

    def click(self, selector, frame=None):
        x, y = self.until(CENTRE, selector, frame)
        move = {"type": "pointerMove", "x": x, "y": y, "duration": 0, "origin": "viewport"}
        press = [{"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp")]
        mouse = {"pointerType": "mouse"}
        self.perform({"type": "pointer", "id": "mouse", "parameters": mouse, "actions": [move, *press]})
