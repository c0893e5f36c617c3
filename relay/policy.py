"""The headers of what a pupil's server answers: few of its own, and those that keep its page apart."""

import re

KEPT = {b"content-type", b"content-language", b"allow", b"location"}
VALUE = re.compile(rb"[\x20-\x7e\x80-\xff]{0,4096}")
LANGUAGE = re.compile(rb"[A-Za-z, -]{1,40}")
METHODS = re.compile(rb"[A-Z, ]{0,80}")
PLAIN = b"text/plain"
TYPES = {
    *(b"text/html", b"text/plain", b"text/css", b"text/javascript", b"application/javascript", b"application/json"),
    *(b"image/png", b"image/jpeg", b"image/gif", b"image/webp", b"image/svg+xml", b"image/x-icon"),
    *(b"audio/mpeg", b"audio/ogg", b"audio/wav", b"video/mp4", b"video/webm", b"text/event-stream"),
    *(b"font/woff", b"font/woff2", b"font/ttf", b"font/otf"),
}
# What the browser may do with a pupil's page; `own` is that pupil's folder, `site` the class's site.
PAGE = "; ".join(
    [
        "sandbox allow-scripts allow-forms",  # no origin: no cookie, no storage, no window but its own
        "default-src {own} 'unsafe-inline' 'unsafe-eval' data: blob:",  # as a pupil writes; nothing from elsewhere
        "connect-src {own} {socket}",
        "form-action {own}",
        "base-uri 'none'",
        "frame-ancestors {site}",
    ]
)
# The pages of the door itself: text, and one stylesheet.
DOOR = "; ".join(
    [
        "sandbox",
        "default-src 'none'",
        "style-src {static}",
        "form-action 'none'",
        "base-uri 'none'",
        "frame-ancestors {site}",
    ]
)
NOT_ALLOWED = [
    "camera",
    "microphone",
    "geolocation",
    "fullscreen",
    "payment",
    "usb",
    "serial",
    "hid",
    "midi",
    "display-capture",
    "clipboard-read",
]
ALWAYS = [
    (b"cache-control", b"no-store"),  # the next visitor of this browser, or the next Greg, starts anew
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"permissions-policy", ", ".join(f"{name}=()" for name in NOT_ALLOWED).encode()),
    (b"x-dns-prefetch-control", b"off"),
    # A page without an origin may read the fonts, modules and data of its own folder.
    (b"access-control-allow-origin", b"*"),
]


def kept(pairs):
    """Of the tab's headers, [(name, value)] in bytes and lower case, the few that a visitor gets, once each."""
    told = {name: value for name, value in reversed(pairs) if name in KEPT and VALUE.fullmatch(value)}
    told[b"content-type"] = content_type(told.get(b"content-type", b""))
    if not LANGUAGE.fullmatch(told.get(b"content-language", b"")):
        told.pop(b"content-language", None)
    if not METHODS.fullmatch(told.get(b"allow", b"")):
        told.pop(b"allow", None)
    return [[name, value] for name, value in told.items()]


def content_type(value):
    """One of the TYPES, as UTF-8 where it is text; anything else is plain text."""
    kind = value.partition(b";")[0].strip().lower()
    kind = kind if kind in TYPES else PLAIN
    is_text = kind.startswith(b"text/") or kind in {b"application/json", b"application/javascript", b"image/svg+xml"}
    return kind + b"; charset=utf-8" if is_text else kind


def page_headers(origin, root, site):
    """For what a pupil's server answers below `root` (the mount point) at the chez origin."""
    own = f"{origin}{root}/"
    policy = PAGE.format(own=own, socket=own.replace("http", "ws", 1), site=site or "'none'")
    return [(b"content-security-policy", policy.encode("latin-1")), *ALWAYS]


def door_headers(origin, site):
    policy = DOOR.format(static=f"{origin}/static/" if origin else "'none'", site=site or "'none'")
    return [(b"content-security-policy", policy.encode("latin-1")), *ALWAYS]
