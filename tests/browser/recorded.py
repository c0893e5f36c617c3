"""Exchanges as the feed sends them, recorded by hand. Times are seconds after the first."""

import json
from datetime import UTC, datetime, timedelta
from itertools import count

START = datetime(2026, 3, 19, 9, 13, 16, tzinfo=UTC)
NUMBERS = count(1)
FORM = "application/x-www-form-urlencoded"
BROWSER = [["Host", "192.168.1.20:8000"], ["User-Agent", "Mozilla/5.0"], ["Accept-Language", "fr-FR"]]
BONJOUR = {"name": "bonjour", "file": "pages/views.py", "line": 42}
CONSUMER = {"name": "ChatConsumer", "file": "chat/consumers.py", "line": 12}


def event(kind, client="A", exchange="1", at=0.0, **fields):
    moment = (START + timedelta(seconds=at)).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return {"seq": next(NUMBERS), "at": moment, "client": client, "exchange": exchange, "kind": kind} | fields


def request(target="/bonjour", method="GET", headers=(), body="", **fields):
    whole = {"method": method, "target": target, "path": target.partition("?")[0], "view": BONJOUR} | body_fields(body)
    return event("request", headers=[*BROWSER, *headers], **(whole | fields))


def response(status=200, reason="OK", body="<p>Bienvenue</p>", headers=(), **fields):
    whole = {"status": status, "reason": reason, "durationMs": 12.4} | body_fields(body)
    return event("response", headers=[["Content-Type", "text/html; charset=utf-8"], *headers], **(whole | fields))


def body_fields(text):
    return {"body": text, "bodySize": len(text.encode()), "bodyTruncated": False}


def get_and_post():
    data = "Nom=Dupont&Pr%C3%A9nom=Bob"
    return [
        request(f"/bonjour?{data}", exchange="1"),
        response(exchange="1", at=0.1),
        request(method="POST", headers=[["Content-Type", FORM]], body=data, exchange="2", at=4.2),
        response(exchange="2", at=4.3),
    ]


def handshake(client="A", exchange="s", at=0.0):
    asked = [["Upgrade", "websocket"], ["Connection", "Upgrade"], ["Sec-WebSocket-Key", "dGhlIHNhbXBsZQ=="]]
    there = {"target": "/ws/chat/lecon", "path": "/ws/chat/lecon", "headers": asked, "view": CONSUMER}
    return [
        event("handshake", client, exchange, at, method="GET", **there),
        event("accepted", client, exchange, at, status=101, reason="Switching Protocols", headers=asked[:2]),
    ]


def frame(data, direction="down", client="A", exchange="s", at=0.0, **fields):
    text = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
    whole = {"direction": direction, "text": text, "size": len(text.encode()), "truncated": False}
    return event("frame", client, exchange, at, **(whole | fields))


def tick(seconds, client="A", at=0.0):
    elapsed = {"type": "elapsed", "timeChat": seconds}
    return frame(elapsed, client=client, exchange=f"socket {client}", at=at, unasked=True)


def message(name="Greg", text="coucou"):
    return {
        "type": "messages",
        "messages": [{"number": 1, "id": "x", "userName": name, "message": text}],
        "more": False,
    }
