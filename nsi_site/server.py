"""daphne with guards (`http_guard`, `socket_guard`) that says goodbye when it stops.

In production: `python -m nsi_site.server -b ADDRESS -p PORT --proxy-headers nsi_site.asgi:application`.
"""

import asyncio
import math
import os
import sys
from contextlib import redirect_stderr, redirect_stdout
from threading import Event

from daphne.cli import CommandLineInterface
from daphne.server import Server
from django.apps import apps
from twisted.internet import defer, reactor
from twisted.internet.endpoints import serverFromString
from twisted.logger import globalLogBeginner

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nsi_site.settings")

# Below the line above: the doors read the settings.
from chat.sockets import PUSH
from nsi_site import descriptors
from nsi_site.console_queue import PrintedLines
from nsi_site.doors import ConnectionDoor, FrameRates, SocketDoor
from nsi_site.http_guard import GuardedHTTPFactory
from nsi_site.lifespan import Lifespan
from nsi_site.socket_guard import (
    MAX_FRAME,
    PING_INTERVAL,
    PING_TIMEOUT,
    GuardedSocket,
    GuardedSocketFactory,
    Inbox,
)

LAST_WORDS = 1.0  # seconds for the clients to answer the closing frame
LAST_WORK = 0.5  # seconds for the application to finish what it does
LAST_CHANCE = 0.25  # seconds for what was cancelled
DEFAULTS = {
    "websocket_timeout": -1,  # without end: daphne counts by the time of day, and a clock may be set forward
    "ping_interval": PING_INTERVAL,
    "ping_timeout": PING_TIMEOUT,
    "websocket_max_message_size": MAX_FRAME,
    "websocket_max_frame_size": MAX_FRAME,
}


class GuardedServer(Server):
    """The whole server; takes daphne's own options."""

    def __init__(self, application, **options):
        descriptors.raise_limit()
        super().__init__(SocketDoor(application), **DEFAULTS | options)
        self.lifespan = Lifespan(application)
        self.door = ConnectionDoor()
        self.frame_rates = FrameRates()
        self.action_logger = None  # the HTTP factory writes our lines
        self.connections = {}
        self.ports = []
        self.stopped = Event()
        self.http_factory = GuardedHTTPFactory(self)
        self.ws_factory = GuardedSocketFactory(
            self,
            self.server_name,
            autoPingInterval=self.ping_interval,
            autoPingTimeout=self.ping_timeout,
            openHandshakeTimeout=self.websocket_handshake_timeout,
            maxMessagePayloadSize=self.websocket_max_message_size,
            maxFramePayloadSize=self.websocket_max_frame_size,
        )
        self.ping_interval = math.inf  # daphne's own pings would stop whenever the client talks

    def run(self):
        """Serve until a signal comes (or `stop`, in a thread that gets none)."""
        globalLogBeginner.beginLoggingTo([lambda event: None], redirectStandardIO=False, discardBuffer=True)
        reactor.callLater(0, self.lifespan.start)
        reactor.callLater(1, self.application_checker)
        reactor.callLater(2, self.timeout_checker)
        for description in self.endpoints:
            listening = serverFromString(reactor, description).listen(self.http_factory)
            listening.addCallbacks(self.ports.append, self.listen_error, errbackArgs=[description])
        reactor.addSystemEventTrigger("before", "shutdown", self.say_goodbye)
        lines = PrintedLines()
        try:
            with redirect_stdout(lines), redirect_stderr(lines):
                reactor.run(installSignalHandlers=self.signal_handlers)
        finally:
            self.stopped.set()

    def listen_error(self, failure, description):
        """Without its first port the site is none; the others serve what it can do without."""
        print(f"Impossible d’écouter sur {description} : {failure.getErrorMessage()}", file=sys.__stderr__, flush=True)
        if description == self.endpoints[0]:
            os._exit(1)  # the autoreloader's thread could not end the process otherwise

    def create_application(self, protocol, scope):
        """Start the application for one connection and return the queue of the events meant for it."""
        inbox = Inbox()

        async def send(message):
            await self.handle_reply(protocol, message)
            if message["type"] == "websocket.send" or message.get("more_body"):
                await protocol.drained()

        scope.setdefault("asgi", {"version": "3.0"})
        if isinstance(protocol, GuardedSocket):
            scope["extensions"] = {PUSH: protocol.push}  # many sockets are told without a task for each
        work = self.application(scope=scope, receive=inbox.get, send=send)
        self.connections[protocol]["application_instance"] = asyncio.ensure_future(work)
        return inbox

    def say_goodbye(self):
        """Twisted waits for this before it stops."""
        return defer.Deferred.fromFuture(asyncio.ensure_future(self.end_all()))

    async def end_all(self):
        """Close the sockets with 1012, let the application finish, cancel what it does not."""
        for port in self.ports:
            port.stopListening()
        await self.lifespan.stop(LAST_WORDS)
        sockets = [protocol for protocol in self.connections if isinstance(protocol, GuardedSocket)]
        for socket in sockets:
            socket.leave()
        await self.until(lambda: all(socket.state == socket.STATE_CLOSED for socket in sockets), LAST_WORDS)
        works = [details.get("application_instance") for details in self.connections.values()]
        await self.until(lambda: all(work is None or work.done() for work in works), LAST_WORK)
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await self.until(lambda: all(task.done() for task in others), LAST_CHANCE)

    async def until(self, condition, deadline):
        end = reactor.seconds() + deadline
        while not condition() and reactor.seconds() < end:
            await asyncio.sleep(0.01)

    def stop_from_another_thread(self):
        """Stop as a signal would, and return once all is closed."""
        reactor.callFromThread(self.stop)
        self.stopped.wait(LAST_WORDS + LAST_WORK + LAST_CHANCE)


class ProductionServer(GuardedServer):
    """Migrates nothing by itself: of several processes each would."""

    def run(self):
        if apps.ready:  # the application may be another one than ours
            from nsi_site import upgrade  # it knows models, and they need Django to be set up

            upgrade.tell_if_incomplete()
        super().run()


class CommandLine(CommandLineInterface):
    """daphne's command line, serving with guards."""

    server_class = ProductionServer

    def __init__(self):
        super().__init__()
        self.parser.set_defaults(**DEFAULTS)


if __name__ == "__main__":
    CommandLine.entrypoint()
