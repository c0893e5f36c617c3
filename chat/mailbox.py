"""This process's one address on the channel layer: the groups it belongs to, and what it receives."""

import asyncio
import logging
import secrets
from contextlib import suppress

from channels.layers import InMemoryChannelLayer, get_channel_layer

from chat import bus

logger = logging.getLogger("chat.mailbox")

DEADLINE = 1  # seconds given to the channel layer


class Mailbox:
    """The layer may be down, or hang: `join` and `leave` never raise, and wait no longer than DEADLINE."""

    def __init__(self):
        self.layer = get_channel_layer()
        self.is_shared = not isinstance(self.layer, InMemoryChannelLayer)  # other processes can be heard
        self.name = None
        self.groups = set()
        self.joining = asyncio.Lock()
        self.echoes = {}  # token → future

    async def join(self, group):
        """Receive the group's messages from now on. False when the layer did not answer: try again later."""
        if group not in self.groups:
            try:
                async with asyncio.timeout(DEADLINE), self.joining:
                    if self.name is None:
                        self.name = await self.layer.new_channel("hub")
                    await self.layer.group_add(group, self.name)
            except Exception as error:  # noqa: BLE001 - whatever the layer's driver raises
                logger.warning("La couche de canaux ne répond pas (%r)", error)
                return False
            self.groups.add(group)
        return True

    async def leave(self, group):
        self.groups.discard(group)
        with suppress(Exception):
            async with asyncio.timeout(DEADLINE):
                await self.layer.group_discard(group, self.name)

    async def receive(self):
        """Wait for the next message."""
        return await self.layer.receive(self.name)

    async def send(self, group, message):
        await self.layer.group_send(group, message)

    async def send_to(self, channel, message):
        """Send to one process only; `channel` is the `name` of its mailbox."""
        await self.layer.send(channel, message)

    async def echo(self):
        """Wait until this process has received all that it has just broadcast: a burst never fills its mailbox."""
        token = secrets.token_hex(8)
        self.echoes[token] = asyncio.get_running_loop().create_future()
        try:
            await self.send_to(self.name, bus.echo_message(token))
            await self.echoes[token]
        finally:
            del self.echoes[token]

    def hear_echo(self, message):
        echo = self.echoes.get(message["token"])
        if echo is not None and not echo.done():
            echo.set_result(None)
