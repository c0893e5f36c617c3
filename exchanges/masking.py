"""Secrets are taken out before anything is kept: cookies, passwords, tokens, Authorization.

A Masker serves one exchange. What it masked once (a session's id in the Cookie header, a password in a form), it
also recognises wherever it comes again in that exchange, in a page that echoes it for instance.
"""

import html
import json
import re
from email import message_from_string
from urllib.parse import quote, unquote_plus

from django.conf import settings

MASK = "••••"
FORM = "application/x-www-form-urlencoded"
SENSITIVE = re.compile(r"pass|mdp|pwd|secret|token|jeton|csrf|session|sessid|api.?key|authorization", re.IGNORECASE)
# Shorter ones are no secret worth the name, and would blank half of a page.
LEARNED_COOKIE, LEARNED_FIELD = 16, 6  # characters
# Beyond, nothing is shown any more: to look for each of them everywhere would take the server's time.
MOST_LEARNED, MOST_PAIRS = 16, 1000

INPUT = re.compile(r"""<input\b(?:[^>"']|"[^"]*"|'[^']*')*""", re.IGNORECASE)
ATTRIBUTE = re.compile(r"""(?<![\w-])([\w-]+)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""")
# A shown cookie's value is plain: another cookie may have been joined to it by a comma.
PLAIN = re.compile(r"[\w.-]*", re.ASCII)
COOKIE_ATTRIBUTE = re.compile(
    r"\s*((expires|max-age|domain|path|samesite|priority)=[^=]*|secure|httponly|partitioned|)\s*", re.IGNORECASE
)
DJANGO_TOKEN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z0-9]{64}(?![A-Za-z0-9])")


class Masker:
    def __init__(self):
        self.learned = {}  # secret → as it may be written
        self.shown_cookies = getattr(settings, "EXCHANGES_SHOWN_COOKIES", ())

    def header(self, name, value):
        """The value of a header; `name` in lower case."""
        if name == "cookie":
            return "; ".join(self.cookie(pair) for pair in value.split(";"))
        if name == "set-cookie":
            cookie, *attributes = value.split(";")
            known = (each if COOKIE_ATTRIBUTE.fullmatch(each) else f" {MASK}" for each in attributes)
            return ";".join([self.cookie(cookie), *known])
        if SENSITIVE.search(name):
            return self.hidden(value, LEARNED_COOKIE)
        return self.url(value)  # many headers hold addresses

    def cookie(self, pair):
        name, equals, value = pair.strip().partition("=")
        if equals and (not value.strip('"') or (name in self.shown_cookies and PLAIN.fullmatch(value))):
            return pair.strip()
        mask = self.hidden(value, LEARNED_COOKIE) or MASK
        return f"{name}={mask}" if equals else mask

    def url(self, url):
        address, mark, query = url.partition("?")
        query, hash_mark, fragment = query.partition("#")
        return self.known(address + mark + self.form(query) + hash_mark + fragment)

    def body(self, text, kind, boundary=""):
        """A whole body. One that is not what it says it is, and speaks of secrets, is not shown at all."""
        try:
            text = self.whole(text, kind, boundary)
        except (ValueError, RecursionError):
            text = MASK if SENSITIVE.search(text) else text
        return self.known(DJANGO_TOKEN.sub(MASK, text))

    def whole(self, text, kind, boundary):
        if kind == "application/json" or kind.endswith("+json"):
            return self.json(text)
        if kind in (FORM, "text/plain") and is_json(text):  # some send JSON under these names
            return self.json(text)
        if kind == FORM:
            return self.form(text)
        if kind == "text/plain":
            return self.lines(text)
        if kind == "multipart/form-data":
            return self.multipart(text, boundary)
        return INPUT.sub(self.input, text) if "html" in kind else text

    def frame(self, text):
        return self.body(text, "application/json" if is_json(text) else "")

    def lines(self, text):
        """A plain text. A line is one pair, as forms sent as plain text have it (its value may hold a `&`), or many."""
        lines = text.splitlines(keepends=True)
        if len(lines) > MOST_PAIRS:
            return MASK if SENSITIVE.search(unquote_plus(text)) else text
        return "".join(self.form(self.pair(line)) for line in lines)

    def form(self, text):
        """`name=value` pairs, of a query string or of a form."""
        pairs = text.split("&", MOST_PAIRS)
        return "&".join(self.pair(pair) for pair in pairs) if len(pairs) <= MOST_PAIRS else MASK

    def pair(self, pair):
        name, equals, value = pair.partition("=")
        if not equals or not SENSITIVE.search(unquote_plus(name)):
            return pair
        secret = value.rstrip("\r\n")
        return name + equals + self.hidden(secret) + value[len(secret) :]

    def multipart(self, text, boundary):
        parts = message_from_string(f'Content-Type: multipart/form-data; boundary="{boundary}"\n\n{text}')
        if not parts.is_multipart():
            raise ValueError("no parts")
        for part in parts.get_payload():
            name, secret = part.get_param("name", header="Content-Disposition"), part.get_payload()
            if secret and SENSITIVE.search(unquote_plus(str(name))):
                if secret not in text:
                    raise ValueError("a part that holds others")
                text = text.replace(secret, self.hidden(secret))
        return text

    def json(self, text):
        """The same when it holds no secret, else written anew."""
        if not SENSITIVE.search(text) and "\\u" not in text:
            return text
        found = False

        def hide(pairs):
            nonlocal found
            sensitive = {key for key, _ in pairs if SENSITIVE.search(key)}
            found = found or bool(sensitive)
            return {key: self.value(value) if key in sensitive else value for key, value in pairs}

        shown = json.loads(text, object_pairs_hook=hide)
        return json.dumps(shown, ensure_ascii=False) if found else text

    def value(self, value):
        """All that the value of a sensitive key holds, masked."""
        if isinstance(value, dict):
            return {key: self.value(each) for key, each in value.items()}
        if isinstance(value, list):
            return [self.value(each) for each in value]
        return value if value is None else self.hidden(str(value))

    def input(self, match):
        """An <input …> whose name or type says that its value is a secret."""
        tag = match[0]
        attributes = {name.lower(): value.strip("\"'") for name, value in ATTRIBUTE.findall(tag)}
        secret = attributes.get("value")
        if not secret or not (SENSITIVE.search(attributes.get("name", "")) or attributes.get("type") == "password"):
            return tag
        return tag.replace(secret, self.hidden(html.unescape(secret)))

    def hidden(self, secret, least=LEARNED_FIELD):
        """The mask in a secret's place, and the secret remembered; an empty one hides nothing."""
        plain = unquote_plus(secret)
        if len(plain) >= least and len(self.learned) <= MOST_LEARNED and secret not in self.learned:
            forms = {secret, plain, html.escape(plain), quote(plain), json.dumps(plain)[1:-1]}
            self.learned[secret] = sorted(forms, key=len, reverse=True)
        return MASK if secret else ""

    def known(self, text):
        """The same text without the secrets that this exchange has shown; nothing of it when these are too many."""
        if len(self.learned) > MOST_LEARNED:
            return MASK
        for forms in self.learned.values():
            for form in forms:
                text = text.replace(form, MASK)
        return text


def is_json(text):
    return text.lstrip().startswith(("{", "["))
