"""Mount points: a prefix of the path that says who asks.

The lesson's frames are three browsers in one, told apart by a letter: frame A opens `/~A/hello` and gets the page
`/hello`. The prefix goes into ASGI's `root_path`. Django and Channels know it from there: they take it off before
they look for the view or the consumer, and `{% url %}` puts it before each address that they write. So links, forms,
redirects, modules and sockets stay in the frame by themselves, and each frame has its own copies in the browser's
cache. What is shown of an exchange is shown without the prefix.
"""

import re

from django.urls import get_script_prefix

LETTERS = "ABC"
FRAME = re.compile(rf"/~(?P<letter>[{LETTERS}])(?=/)")


def mount(scope, pattern):
    """The match of `pattern` at the start of the site's paths, and the scope mounted there; (None, scope) without.

    Servers differ on whether `path` repeats the `root_path` that a proxy gave them. Once mounted, it does.
    """
    root = scope.get("root_path", "")
    path = scope["path"].removeprefix(root)
    found = pattern.match(path)
    if not found:
        return None, scope
    return found, {**scope, "root_path": root + found[0], "path": root + path}


def mount_point(letter):
    """Where the frame of that letter is mounted: `/~A`."""
    return f"{get_script_prefix()}~{letter}"


def path_in_site(scope):
    return scope["path"].removeprefix(scope.get("root_path", ""))


def without_letter(text):
    """Addresses, alone or within a text, as if there were no frames: `/~A/hello` is `/hello`."""
    return FRAME.sub("", text)
