"""Pages for what never reaches Django: no template, no database, so nothing of it can fail once more."""

from email.utils import formatdate
from http import HTTPStatus

PAGE = """<!DOCTYPE html>
<html lang="fr">
<head><meta charset="utf-8"><title>{title}</title></head>
<body>
<h1>{title}</h1>
<p>{explanation}</p>
</body>
</html>
"""
EXPLANATIONS = {
    400: "Le serveur ne comprend pas cette requête : elle n’est pas écrite selon les règles de HTTP.",
    413: "Le corps de cette requête est trop grand : ce serveur n’accepte pas plus de 64 Kio "
    "(2 Mio pour enregistrer un projet).",
    414: "L’adresse de cette requête est trop longue : ce serveur n’accepte pas plus de 16 Kio.",
    431: "Les en-têtes de cette requête sont trop longs : le navigateur envoie peut-être trop de cookies. "
    "Effacez ceux de ce site, puis réessayez.",
    500: "Une erreur s’est produite dans le programme du serveur. Le détail est dans sa console.",
    503: "Le serveur n’a pas répondu à temps. Vous pouvez réessayer dans un instant.",
}


def title(status):
    return f"{status} {HTTPStatus(status).phrase}"


def page(status, explanation=None):
    """The body of an answer, as bytes."""
    return PAGE.format(title=title(status), explanation=explanation or EXPLANATIONS[status]).encode()


def headers(body):
    """The headers of such an answer, after which the connection is closed."""
    return [
        (b"Content-Type", b"text/html; charset=utf-8"),
        (b"Content-Length", b"%d" % len(body)),
        (b"Content-Security-Policy", b"default-src 'none'"),
        (b"X-Content-Type-Options", b"nosniff"),
        (b"Cache-Control", b"no-store"),
        (b"Connection", b"close"),
    ]


def raw_answer(status, explanation=None):
    """The whole answer as it goes over the line, where there is no request object to give it."""
    body = page(status, explanation)
    lines = [b"HTTP/1.1 " + title(status).encode(), b"Date: " + formatdate(usegmt=True).encode()]
    lines += [name + b": " + value for name, value in headers(body)]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


async def answer(send, status, explanation):
    """Answer as an ASGI application."""
    body = page(status, explanation)
    await send({"type": "http.response.start", "status": status, "headers": headers(body)})
    await send({"type": "http.response.body", "body": body})
