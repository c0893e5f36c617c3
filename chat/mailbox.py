"""This process's one address on the channel layer: the groups it belongs to, and what it receives."""

import asyncio
import logging
import secrets

from channels.layers import InMemoryChannelLayer, get_channel_layer

from chat import bus

logger = logging.getLogger("chat.mailbox")

DEADLINE = 1  # seconds given to the channel layer, unless told


class Mailbox:
    """The layer may be down, or hang: what is asked of it here never raises, and waits no longer than its deadline."""

    def __init__(self):
        self.layer = get_channel_layer()
        self.is_shared = not isinstance(self.layer, InMemoryChannelLayer)  # other processes can be heard
        self.works = True
        self.name = None
        self.groups = set()
        self.joining = asyncio.Lock()
        self.echoes = {}  # token → future

    async def join(self, group):
        """Receive the group's messages from now on. False when the layer did not answer: try again later."""
        if group not in self.groups and await self._does(self._join(group)):
            self.groups.add(group)
        return group in self.groups

    async def _join(self, group):
        async with self.joining:
            if self.name is None:
                self.name = await self.layer.new_channel("hub")
            await self.layer.group_add(group, self.name)

    async def leave(self, group):
        self.groups.discard(group)
        await self._does(self.layer.group_discard(group, self.name))

    async def receive(self):
        """Wait for the next message."""
        return await self.layer.receive(self.name)

    async def send(self, group, message, deadline=None):
        """False when the layer did not take it."""
        return await self._does(self.layer.group_send(group, message), deadline)

    async def send_to(self, channel, message, deadline=None):
        """The same to one process only; `channel` is the `name` of its mailbox."""
        return await self._does(self.layer.send(channel, message), deadline)

    async def echo(self):
        """Wait until this process has received all that it has just broadcast: a burst never fills its mailbox.

        False when it has not come in time.
        """
        return await self._does(self._echo())

    async def _echo(self):
        token = secrets.token_hex(8)
        self.echoes[token] = asyncio.get_running_loop().create_future()
        try:
            await self.layer.send(self.name, bus.echo_message(token))
            await self.echoes[token]
        finally:
            del self.echoes[token]

    async def _does(self, work, deadline=None):
        """Whether the layer does it in time. The console says once that it does not, and once that it does again."""
        try:
            async with asyncio.timeout(deadline or DEADLINE):
                await work
        except Exception as error:  # noqa: BLE001 - whatever the layer's driver raises
            if self.works:
                logger.warning("La couche de canaux ne répond plus (%r) : les clients ont recours à la base", error)
            self.works = False
        else:
            if not self.works:
                logger.warning("La couche de canaux répond de nouveau")
            self.works = True
        return self.works

    def hear_echo(self, message):
        echo = self.echoes.get(message["token"])
        if echo is not None and not echo.done():
            echo.set_result(None)
