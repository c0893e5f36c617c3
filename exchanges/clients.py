"""Which of the lesson's frames is speaking: its letter, followed through links, forms, redirects and sockets.

A frame is opened at `<url>?client=A`. The application never sees that parameter. What the page asks for inherits
the letter from the Referer; what will ask for more in its turn (a page, a module that imports others, a style sheet)
and only inherited its letter is first sent to its own address with the letter added. So two frames also have each
its own copies in the browser's cache, as two browsers would.
"""

import re
from urllib.parse import urlsplit

from django.utils.http import escape_leading_slashes

LETTERS = ("A", "B", "C")
PARAMETER = re.compile(rf"client=([{''.join(LETTERS)}])")


def take_letter(scope):
    """The letter in the scope's own address ("" without), and the scope without it."""
    query, letter = without_letter(scope["query_string"].decode("latin-1"))
    return letter, {**scope, "query_string": query.encode("latin-1")} if letter else scope


def without_letter(query):
    """A query string relieved of its letter, and the letter ("" without); all else stays as it was, to the byte."""
    pairs = query.split("&")
    letters = [match[1] for pair in pairs if (match := PARAMETER.fullmatch(pair))]
    if not letters:
        return query, ""
    return "&".join(pair for pair in pairs if not PARAMETER.fullmatch(pair)), letters[0]


def hide_letter(url):
    """A URL, without its letter."""
    address, mark, query = url.partition("?")
    query, letter = without_letter(query)
    return address + mark + query if query or not letter else address


def inherited_letter(headers):
    """The letter of the page that asks, if it is one of ours."""
    referer = split(headers.get(b"referer", b"").decode("latin-1"))
    if referer is None or referer.netloc != headers.get(b"host", b"").decode("latin-1"):
        return ""
    return without_letter(referer.query)[1]


def is_navigation(headers):
    """Whether a page is asked for, rather than a part of one. (Sec-Fetch-Mode does not exist on plain-HTTP pages.)"""
    return headers.get(b"accept", b"").startswith(b"text/html")


def asks_for_more(path, headers):
    """Whether what is asked for will send requests whose Referer is its own address."""
    return is_navigation(headers) or path.endswith((".js", ".css"))


def add_letter(url, letter, host=""):
    """An address of this site (`host`, when the address names one), with a letter; any other unchanged."""
    parts = split(url)
    if parts is None or parts.netloc not in ("", host) or parts.scheme not in ("", "http", "https"):
        return url
    if without_letter(parts.query)[1]:
        return url
    address, mark, fragment = url.partition("#")
    return f"{address}{'&' if '?' in address else '?'}client={letter}{mark}{fragment}"


def split(url):
    try:
        return urlsplit(url)
    except ValueError:
        return None


def lettered(send, letter, request_headers):
    """An ASGI `send` that adds the letter to where redirects lead."""
    host = request_headers.get(b"host", b"").decode("latin-1")

    async def lettered_send(message):
        if message["type"] == "http.response.start" and 300 <= message["status"] < 400:
            message = {**message, "headers": [lettered_header(*header) for header in message.get("headers", ())]}
        await send(message)

    def lettered_header(name, value):
        if name.lower() != b"location":
            return name, value
        return name, add_letter(value.decode("latin-1"), letter, host).encode("latin-1")

    return lettered_send


async def send_to_lettered(target, letter, send):
    """Answer a request by its own address, letter added; 307 keeps method and body."""
    # A path that starts with two slashes (browsers read "\" as one) would be another site's address.
    local = escape_leading_slashes(target.replace("\\", "%5C"))
    location = add_letter(local, letter).encode("latin-1")
    headers = [(b"location", location), (b"cache-control", b"no-store"), (b"content-length", b"0")]
    await send({"type": "http.response.start", "status": 307, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
