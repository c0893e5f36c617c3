"""What is shown of a body: its size, and the start of its text once its secrets are masked."""

from django.utils.http import parse_header_parameters

from exchanges.letters import without_letter

SHOWN = 4096  # bytes
KEPT = 64 * 1024  # bytes: to be masked, a body must be whole, and the server takes no longer ones
TEXT_TYPES = {
    "application/javascript",
    "application/json",
    "application/x-www-form-urlencoded",
    "application/xhtml+xml",
    "application/xml",
    "image/svg+xml",
    "multipart/form-data",
}


class Body:
    """A body, or of a longer one its start."""

    def __init__(self):
        self.start = bytearray()
        self.size = 0

    def add(self, chunk):
        if len(self.start) < KEPT:
            self.start += chunk[: KEPT - len(self.start)]
        self.size += len(chunk)

    def as_fields(self, headers, masker):
        """`body`, `bodySize` (bytes) and `bodyTruncated`: true when less is shown than passed."""
        kind, parameters = content_type(headers)
        text = ""
        if is_text(kind) and headers.get(b"content-encoding", b"identity") == b"identity":
            text = self.decoded(parameters.get("charset", "utf-8"))
        shown, cut = shorten(without_letter(masker.body(text, kind, parameters.get("boundary", ""))))
        everything = bool(text) and self.size <= KEPT and not cut
        return {"body": shown, "bodySize": self.size, "bodyTruncated": self.size > 0 and not everything}

    def decoded(self, charset):
        try:
            return self.start.decode(charset, "replace")
        except (LookupError, ValueError):  # a charset that does not exist, or that is no charset
            return self.start.decode("latin-1")


def content_type(headers):
    kind, parameters = parse_header_parameters(headers.get(b"content-type", b"").decode("latin-1"))
    return kind.lower(), parameters


def is_text(kind):
    return kind.startswith("text/") or kind in TEXT_TYPES or kind.endswith(("+json", "+xml"))


def shorten(text):
    """The start of a text that fits in SHOWN bytes of UTF-8, and whether anything is missing."""
    encoded = text[: SHOWN + 1].encode(errors="replace")
    return encoded[:SHOWN].decode(errors="ignore"), len(encoded) > SHOWN
