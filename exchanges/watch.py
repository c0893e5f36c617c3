"""What watching an HTTP exchange and watching a socket have in common."""

import logging
from functools import wraps

logger = logging.getLogger("exchanges")


class Watch:
    """Runs an application for one connection and notes what passes, without touching it."""

    def __init__(self, app, scope, receive, send, note):
        self.app = app
        self.scope = scope
        self.pass_receive = receive
        self.pass_send = send
        self.note = note  # note(kind, **fields)

    async def run(self):
        self.begin()
        try:
            await self.app(self.scope, self.receive, self.send)
        except BaseException as error:
            self.end(error)
            raise
        self.end(None)

    async def receive(self):
        message = await self.pass_receive()
        self.received(message)
        return message

    async def send(self, message):
        # Noted first: the client may react before we are called again.
        self.sent(message)
        await self.pass_send(message)


def harmless(look):
    """What goes wrong while we look must never reach those we look at."""

    @wraps(look)
    def careful(*args):
        try:
            return look(*args)
        except Exception:
            logger.exception("Un échange n’a pas pu être enregistré")

    return careful
