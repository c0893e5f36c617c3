"""uvicorn with the guards of daphne here (`uvicorn_http`, `uvicorn_socket`): takes less CPU. Not for Windows.

In production: `python -m nsi_site.uvicorn_server -b ADDRESS -p PORT --proxy-headers nsi_site.asgi:application`.
"""

import logging
import os
import signal
import socket
import sys
from argparse import ArgumentParser
from contextlib import redirect_stderr, redirect_stdout

import uvicorn
from django.apps import apps
from uvicorn.importer import import_from_string

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nsi_site.settings")

# Below the line above: the doors read the settings.
from nsi_site import console, descriptors, plain_pages
from nsi_site.console_queue import PrintedLines
from nsi_site.doors import ConnectionDoor, FrameRates, SocketDoor
from nsi_site.http_guard import ALLOWED
from nsi_site.lifespan import Lifespan
from nsi_site.socket_guard import MAX_FRAME, PING_INTERVAL, PING_TIMEOUT
from nsi_site.uvicorn_http import GuardedHTTP
from nsi_site.uvicorn_socket import GuardedSocket

LAST_WORDS = 1.0  # seconds for the application, then as many for the clients to answer the closing frame
CONNECT_TIMEOUT = 5  # seconds for the application to take a socket
BACKLOG = 2048  # connections that come all at once

logger = logging.getLogger(__name__)


class Answered:
    """ASGI middleware: each answer is a line of the console, and an error is told in French."""

    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status = None

        async def noting(message):
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await (tell_methods if scope["raw_path"] == b"*" else self.app)(scope, receive, noting)
        except Exception:
            if status is not None:  # too late: all that the client can still learn is that the rest is missing
                raise
            logger.exception("Une requête n’a pas eu de réponse")
            await plain_pages.answer(noting, 500, plain_pages.EXPLANATIONS[500])
        finally:
            log(scope, status)


async def tell_methods(scope, receive, send):
    """`OPTIONS *` is about the server and not about a page (RFC 9110, 9.3.7)."""
    allowed = [(b"Allow", ALLOWED), (b"Content-Length", b"0")]
    await send({"type": "http.response.start", "status": 200, "headers": allowed})
    await send({"type": "http.response.body"})


def log(scope, status):
    target = scope["raw_path"] + (b"?" + scope["query_string"] if scope["query_string"] else b"")
    version = f"HTTP/{scope['http_version']}"
    console.log_request(scope["client"][0], scope["method"], target.decode("latin-1"), version, status)


class Config(uvicorn.Config):
    """What uvicorn hands to each connection; the guards find their doors here. `options`: of the command line."""

    def __init__(self, options):
        application = import_from_string(options.application)
        super().__init__(
            Answered(SocketDoor(application)),
            http=GuardedHTTP,
            ws=GuardedSocket,
            ws_max_size=MAX_FRAME,
            ws_ping_interval=options.ping_interval,
            ws_ping_timeout=options.ping_timeout,
            lifespan="off",  # ours ends before the sockets do
            proxy_headers=False,  # uvicorn would have to know the proxy's address
            server_header=False,
            access_log=False,
            log_config=None,
            log_level="error",
            timeout_graceful_shutdown=LAST_WORDS,
        )
        self.behind_proxy, self.connect_timeout = options.proxy_headers, options.websocket_connect_timeout
        self.last_words = Lifespan(application)
        self.door, self.frame_rates = ConnectionDoor(), FrameRates()


class Server(uvicorn.Server):
    """Says goodbye when it stops."""

    async def startup(self, sockets=None):
        self.config.last_words.start()
        await super().startup(sockets)

    async def shutdown(self, sockets=None):
        logging.getLogger("uvicorn.error").disabled = True  # of what is cut off now it would print tracebacks
        for server in self.servers:
            server.close()
        await self.config.last_words.stop(LAST_WORDS)
        await super().shutdown(sockets)


def listening(address, port):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        return socket.create_server((address, port), family=family, backlog=BACKLOG)
    except OSError as error:
        sys.exit(f"Impossible d’écouter sur {address}:{port} : {error}")


def command_line():
    """The options of `nsi_site.server` that a deployment needs."""
    parser = ArgumentParser(description="Serve an ASGI application with uvicorn and with guards.")
    parser.add_argument("-b", "--bind", default="127.0.0.1")
    parser.add_argument("-p", "--port", type=int, default=8000)
    parser.add_argument("--proxy-headers", action="store_true")
    parser.add_argument("--ping-interval", type=int, default=PING_INTERVAL)
    parser.add_argument("--ping-timeout", type=int, default=PING_TIMEOUT)
    parser.add_argument("--websocket_connect_timeout", type=int, default=CONNECT_TIMEOUT)
    parser.add_argument("application")
    return parser


def main():
    options = command_line().parse_args()
    # Until Django's settings say how.
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    descriptors.raise_limit()
    server = Server(Config(options))
    if apps.ready:  # the application may be another one than ours
        from nsi_site import upgrade  # it knows models, and they need Django to be set up

        upgrade.tell_if_incomplete()
    for number in (signal.SIGINT, signal.SIGTERM):  # uvicorn hands them on once all is closed: this is an end as asked
        signal.signal(number, lambda *_: sys.exit(0))
    lines = PrintedLines()
    with redirect_stdout(lines), redirect_stderr(lines):
        server.run(sockets=[listening(options.bind, options.port)])


if __name__ == "__main__":
    main()
