"""Secrets are taken out before anything is kept: cookies, passwords, tokens, Authorization.

A Masker serves one exchange. What it masked once (a session's id in the Cookie header, a password in a form), it
also recognises wherever it comes again in that exchange, in a page that echoes it for instance.
"""

import html
import json
import re
from urllib.parse import quote, unquote_plus

from django.conf import settings

MASK = "••••"
SENSITIVE = re.compile(r"pass|mdp|pwd|secret|token|jeton|csrf|session|sessid|api.?key|authorization", re.IGNORECASE)
# Shorter ones are no secret worth the name, and would blank half of a page.
LEARNED_COOKIE = 16
LEARNED_FIELD = 6
# Who shows more secrets than that is testing us: searching for all of them would take all of the server's time.
MOST_LEARNED = 500

INPUT = re.compile(r"""<input\b(?:[^>"']|"[^"]*(?:"|\Z)|'[^']*(?:'|\Z))*""", re.IGNORECASE)
ATTRIBUTE = re.compile(r"""(?<![\w-])([\w-]+)(\s*=\s*)("[^"]*(?:"|\Z)|'[^']*(?:'|\Z)|[^\s"'>]+)""")
# A shown cookie's value is plain: another cookie may have been joined to it by a comma.
PLAIN = re.compile(r"[\w.-]*", re.ASCII)
COOKIE_ATTRIBUTE = re.compile(
    r"\s*((expires|max-age|domain|path|samesite|priority)=[^=]*|secure|httponly|partitioned|)\s*", re.IGNORECASE
)
DJANGO_TOKEN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z0-9]{64}(?![A-Za-z0-9])")
PART_NAME = re.compile(r'\bname="?([^";\r\n]*)', re.IGNORECASE)
# Strings, even one that the limit cut; punctuation; blanks; anything else. Every character belongs to a token.
JSON_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*(?:"|\\?\Z)|[\[\]{}:,]|\s+|[^\s"\[\]{}:,]+', re.DOTALL)


class Masker:
    def __init__(self):
        self.learned = {}  # text → None: a set that keeps its order
        self.pattern = None
        self.shown_cookies = getattr(settings, "EXCHANGES_SHOWN_COOKIES", ())

    def header(self, name, value):
        """The value of a header; `name` in lower case."""
        if name == "cookie":
            return "; ".join(self.cookie(pair) for pair in value.split(";"))
        if name == "set-cookie":
            cookie, *attributes = value.split(";")
            return ";".join([self.cookie(cookie), *(self.cookie_attribute(each) for each in attributes)])
        if SENSITIVE.search(name):
            self.learn(value, LEARNED_COOKIE)
            return MASK
        return self.url(value)  # many headers hold addresses

    def cookie(self, pair):
        name, equals, value = pair.strip().partition("=")
        if equals and (not value.strip('"') or (name in self.shown_cookies and PLAIN.fullmatch(value))):
            return pair.strip()
        self.learn(value, LEARNED_COOKIE)
        return f"{name}={MASK}" if equals else MASK

    def cookie_attribute(self, attribute):
        return attribute if COOKIE_ATTRIBUTE.fullmatch(attribute) else f" {MASK}"

    def url(self, url):
        address, mark, query = url.partition("?")
        query, hash_mark, fragment = query.partition("#")
        return self.known(address + mark + self.pairs(query) + hash_mark + fragment)

    def body(self, text, kind, parameters):
        if kind == "application/x-www-form-urlencoded":
            text = self.pairs(self.json(text))  # some send JSON under this name
        elif kind == "text/plain":  # a form's third way, a pair a line; and whatever fetch() sends without saying what
            text = "".join(self.pairs(self.pair(line)) for line in self.json(text).splitlines(keepends=True))
        elif kind == "multipart/form-data":
            text = self.parts(text, parameters.get("boundary", ""))
        elif kind == "application/json" or kind.endswith("+json"):
            text = self.json(text)
        elif kind in ("text/html", "application/xhtml+xml"):
            text = INPUT.sub(self.input, text)
        return self.known(DJANGO_TOKEN.sub(MASK, text))

    def frame(self, text):
        return self.known(self.json(text))

    def pairs(self, text):
        """`name=value` pairs, of a query string or of a form."""
        return "&".join(self.pair(pair) for pair in text.split("&"))

    def pair(self, pair):
        name, equals, value = pair.partition("=")
        if not equals or not SENSITIVE.search(unquote_plus(name)):
            return pair
        secret = value.rstrip("\r\n")
        return name + equals + self.hidden(secret) + value[len(secret) :]

    def parts(self, text, boundary):
        if not boundary:
            return MASK
        return f"--{boundary}".join(self.part(part) for part in text.split(f"--{boundary}"))

    def part(self, part):
        blank = re.search(r"\r?\n\r?\n", part)
        name = blank and PART_NAME.search(part, 0, blank.start())
        if not name or not SENSITIVE.search(unquote_plus(name[1])):
            return part
        value = part[blank.end() :].rstrip("\r\n")
        return part[: blank.end()] + self.hidden(value) + part[blank.end() + len(value) :]

    def input(self, match):
        """An <input …> whose name or type says that its value is a secret."""
        tag = match[0]
        attributes = {name.lower(): html.unescape(value.strip("\"'")) for name, _, value in ATTRIBUTE.findall(tag)}
        if not SENSITIVE.search(attributes.get("name", "")) and attributes.get("type", "").lower() != "password":
            return tag
        return ATTRIBUTE.sub(self.attribute, tag)

    def attribute(self, match):
        name, equals, value = match.groups()
        if name.lower() != "value":
            return match[0]
        mark = value[0] if value[0] in "\"'" else ""
        return name + equals + mark + self.hidden(html.unescape(value.strip("\"'"))) + mark

    def json(self, text):
        """JSON, whole or cut short: the value of each sensitive key, with all that is in it when it is an object."""
        if not SENSITIVE.search(text) and "\\u" not in text:
            return text
        shown, last, awaited, depth = [], "", False, 0
        for token in JSON_TOKEN.findall(text):
            if not token.isspace():
                if depth or awaited:
                    depth += (token in "[{") - (token in "]}" and depth > 0)
                    token = self.json_value(token)
                    awaited = False
                else:
                    awaited = token == ":" and bool(SENSITIVE.search(json_name(last)))
                last = token
            shown.append(token)
        return "".join(shown)

    def json_value(self, token):
        if token in "[]{}:," or token in ("null", "true", "false"):
            return token
        if token.startswith('"'):
            return f'"{self.hidden(json_name(token))}"'
        return self.hidden(token)

    def hidden(self, value):
        """The mask in a secret's place, and the secret remembered; an empty one hides nothing."""
        self.learn(value, LEARNED_FIELD)
        return MASK if value else ""

    def learn(self, secret, least):
        if len(self.learned) > MOST_LEARNED:
            return
        plain = unquote_plus(secret)
        forms = (secret, plain, html.escape(plain), quote(plain), json.dumps(plain)[1:-1])
        self.learned.update((form, None) for form in forms if len(form) >= least)
        self.pattern = None

    def known(self, text):
        """The same text without the secrets that this exchange has shown; nothing of it when these are too many."""
        if not self.learned:
            return text
        if len(self.learned) > MOST_LEARNED:
            return MASK
        if self.pattern is None:
            longest_first = sorted(self.learned, key=len, reverse=True)
            self.pattern = re.compile("|".join(map(re.escape, longest_first)))
        return self.pattern.sub(MASK, text)


def json_name(token):
    """What a JSON string says, even one that is cut short."""
    try:
        return str(json.loads(token, strict=False))
    except ValueError:
        return token.strip('"')
