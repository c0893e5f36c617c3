"""The in-memory channel layer, which also tells what the pupil's chat asks of it."""

from contextvars import ContextVar

from channels.layers import InMemoryChannelLayer

from exercises import report

own_channels = ContextVar("own_channels")
to_a_group = ContextVar("to_a_group", default=False)


class WatchedLayer(InMemoryChannelLayer):
    """Reports every call, and how many of a group's members have already left."""

    def __init__(self, **config):
        super().__init__(**config)
        self.departed = set()

    async def new_channel(self, prefix="specific."):
        name = await super().new_channel(prefix)
        own_channels.get([]).append(name)
        return name

    async def group_add(self, group, channel):
        report.event("layer", call="group_add", name=str(group))
        await super().group_add(group, channel)

    async def group_discard(self, group, channel):
        report.event("layer", call="group_discard", name=str(group))
        await super().group_discard(group, channel)

    async def group_send(self, group, message):
        members = set(self.groups.get(group, ()))
        ghosts = len(members & self.departed)
        report.event("layer", call="group_send", name=str(group), members=len(members), ghosts=ghosts)
        token = to_a_group.set(True)
        try:
            await super().group_send(group, message)
        finally:
            to_a_group.reset(token)

    async def send(self, channel, message):
        if not to_a_group.get():
            report.event("layer", call="send", name=str(channel))
        await super().send(channel, message)
