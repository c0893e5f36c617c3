"""How a check ends when something is wrong."""

from types import SimpleNamespace


class Failure(Exception):
    """`code` names what is wrong; `case` holds what the words and conditions of erreurs.toml may look at."""

    def __init__(self, code, **case):
        super().__init__(code)
        self.code = code
        self.case = SimpleNamespace(**({"client": None, "wanted": None, "page": None, "seen": None} | case))


class NeedsRecord(Exception):
    """The task is judged by what a page's script did, and no record of that came."""
