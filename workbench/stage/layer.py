"""The in-memory channel layer, which also tells what the pupil's chat asks of it and never waits."""

from contextvars import ContextVar

from channels.exceptions import ChannelFull
from channels.layers import InMemoryChannelLayer

own_channels = ContextVar("own_channels")


class WatchedLayer(InMemoryChannelLayer):
    """`tell("layer", call=…, name=…)` at every call; `group_send` says how many members have already left."""

    def __init__(self, tell, **config):
        super().__init__(capacity=1000, **config)
        self.tell = tell
        self.departed = set()

    async def new_channel(self, prefix="specific."):
        name = await super().new_channel(prefix)
        own_channels.get([]).append(name)
        return name

    async def group_add(self, group, channel):
        self.tell("layer", call="group_add", name=str(group))
        await super().group_add(group, channel)

    async def group_discard(self, group, channel):
        self.tell("layer", call="group_discard", name=str(group))
        await super().group_discard(group, channel)

    async def group_send(self, group, message):
        """Channels' own starts a task for each member, and so suspends."""
        members = list(self.groups.get(group, ())) if isinstance(group, str) else []
        ghosts = len(self.departed.intersection(members))
        self.tell("layer", call="group_send", name=str(group), members=len(members), ghosts=ghosts)
        assert isinstance(message, dict), "Message is not a dict"  # noqa: S101 - as Channels' own does
        self.require_valid_group_name(group)
        for channel in members:
            try:
                await super().send(channel, message)
            except ChannelFull:
                continue

    async def send(self, channel, message):
        self.tell("layer", call="send", name=str(channel))
        await super().send(channel, message)
