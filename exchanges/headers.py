"""Request lines and headers as they are shown: usual spelling, no letter of a frame, no secret, no endless value."""

from http import HTTPStatus
from urllib.parse import quote

from exchanges.letters import path_in_site, without_letter

LONGEST_TARGET, LONGEST_VALUE = 2048, 512  # characters
MOST_HEADERS = 32

# Names whose usual spelling is not Title-Case.
UNUSUAL = """
    DNT ETag Sec-CH-UA Sec-CH-UA-Mobile Sec-CH-UA-Platform Sec-GPC Sec-WebSocket-Accept Sec-WebSocket-Extensions
    Sec-WebSocket-Key Sec-WebSocket-Protocol Sec-WebSocket-Version TE WWW-Authenticate X-CSRFToken X-UA-Compatible
"""
USUAL = {name.lower(): name for name in UNUSUAL.split()}


def request_fields(scope, masker):
    """The request line and the headers, of a request or of a handshake."""
    headers = header_fields(scope["headers"], masker)  # first: the masker learns the cookies
    return {
        "method": scope.get("method", "GET"),
        "target": masker.url(target(scope))[:LONGEST_TARGET],
        "path": masker.known(path_in_site(scope))[:LONGEST_TARGET],
        "httpVersion": scope.get("http_version", "1.1"),
        "headers": headers,
    }


def target(scope):
    """Path and query as the client sent them, percent-encoded; without the letter."""
    path = (scope.get("raw_path") or quote(scope["path"]).encode()).decode("latin-1").partition("?")[0]
    query = scope["query_string"].decode("latin-1")
    return without_letter(f"{path}?{query}" if query else path)


def header_fields(headers, masker):
    """[(name, value)…] in bytes as [[name, value]…] in text."""
    texts = [(name.decode("latin-1").lower(), decoded(value)) for name, value in headers]
    masked = [(name, masker.header(name, value)) for name, value in texts]
    # Once more: one that came before the cookies may repeat them.
    return [header_field(name, masker.known(value)) for name, value in masked[:MOST_HEADERS]]


def header_field(name, value):
    return [title(name), without_letter(value)[:LONGEST_VALUE]]


def title(name):
    """`content-type` as it is commonly written, `Content-Type`."""
    return USUAL.get(name) or "-".join(word.capitalize() for word in name.split("-"))


def decoded(value):
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")


def reason(status):
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
