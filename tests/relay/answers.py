"""What a pupil's project answers, as ASGI's events."""

OK = {"type": "http.response.start", "status": 200, "headers": [[b"content-type", b"text/html"]]}


def is_whole(envelope):
    event = envelope.get("event", {})
    return event.get("type") == "http.request" and not event.get("more_body")


def page(body=b"<!doctype html><p>Bonjour", *headers, status=200):
    start = OK | {"status": status, "headers": [*OK["headers"], *([list(pair) for pair in headers])]}
    return [start, {"type": "http.response.body", "body": body, "more_body": False}]
