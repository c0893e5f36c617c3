"""This process's one channel on the channel layer: what it hears, and the groups it is in."""

import asyncio
import logging
import secrets
from contextlib import suppress

from channels.layers import get_channel_layer

from chat import groups

logger = logging.getLogger("chat.channel")

DEADLINE = 1  # seconds given to the channel layer


class Channel:
    """The layer may be down, or hang: no method but `receive` and `send` raises, none waits longer than DEADLINE."""

    def __init__(self):
        self.layer = get_channel_layer()
        self.name = None
        self.groups = set()
        self.joining = asyncio.Lock()
        self.echoes = {}  # token → future

    async def join(self, group):
        """Have the group's messages come here, too. False if that must be tried again."""
        if group not in self.groups:
            try:
                async with asyncio.timeout(DEADLINE), self.joining:
                    if self.name is None:
                        self.name = await self.layer.new_channel("hub")
                    await self.layer.group_add(group, self.name)
            except Exception as error:
                logger.warning("The channel layer does not answer (%r)", error)
                return False
            self.groups.add(group)
        return True

    async def leave(self, group):
        self.groups.discard(group)
        with suppress(Exception):
            async with asyncio.timeout(DEADLINE):
                await self.layer.group_discard(group, self.name)

    async def receive(self):
        """The next message."""
        return await self.layer.receive(self.name)

    async def send(self, group, message):
        await self.layer.group_send(group, message)

    async def echo(self):
        """Wait until this process has heard all that it has just broadcast, so that a burst never fills its channel."""
        token = secrets.token_hex(8)
        self.echoes[token] = asyncio.get_running_loop().create_future()
        try:
            await self.layer.send(self.name, groups.echo_message(token))
            await self.echoes[token]
        finally:
            del self.echoes[token]

    def hear_echo(self, message):
        echo = self.echoes.get(message["token"])
        if echo is not None and not echo.done():
            echo.set_result(None)
