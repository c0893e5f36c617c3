"""What is put into a pupil's page on its way to a visitor: a script that says, in the browser's console, what a page in
a sandbox cannot do; and at the end of a page that was cut, why."""

import re
from functools import cache
from pathlib import Path

SCRIPT = Path(__file__).resolve().parent.parent / "static" / "relay" / "notice.js"
DOCTYPE = re.compile(rb"\s*<!doctype[^>]*>", re.IGNORECASE)
NOTICE = {
    "slow": "<hr><p>[La réponse n’était pas complète après 10 secondes : elle est coupée ici.]</p>".encode(),
    "long": "<hr><p>[Cette réponse dépasse 1 Mio : elle est coupée ici.]</p>".encode(),
    "stopped": "<hr><p>[Le serveur s’est arrêté au milieu de sa réponse.]</p>".encode(),
}


def with_notice(page):
    """The start of an HTML page, with the script behind its doctype, before all scripts of its own."""
    doctype = DOCTYPE.match(page)
    place = doctype.end() if doctype else 0
    return page[:place] + script() + page[place:]


@cache
def script():
    return b"<script>" + SCRIPT.read_bytes().replace(b"</", b"<\\/") + b"</script>"
