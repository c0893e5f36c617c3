"""Tiny ASGI applications to be watched."""


async def read_body(receive):
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return body


def page(body, content_type="text/html; charset=utf-8", status=200, headers=()):
    """An application that answers everything by the same page."""

    async def app(scope, receive, send):
        await read_body(receive)
        all_headers = [(b"content-type", content_type.encode()), *headers]
        await send({"type": "http.response.start", "status": status, "headers": all_headers})
        await send({"type": "http.response.body", "body": body})

    return app


async def echo(scope, receive, send):
    """A socket that says everything back."""
    await receive()
    await send({"type": "websocket.accept"})
    while (message := await receive())["type"] == "websocket.receive":
        await send({**message, "type": "websocket.send"})


def crash(app):
    """The same application, which then fails."""

    async def crashing(scope, receive, send):
        await app(scope, receive, send)
        raise ZeroDivisionError

    return crashing
