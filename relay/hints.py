"""What one process tells all others: a text in one fixed type, never a message of a tab's own."""

import logging

from channels.layers import get_channel_layer

from workbench.stage import envelopes

GROUP = "relay"
TYPE = "relay.carry"  # of every message between processes: Channels would call the handler that a `type` names
trouble = set()

logger = logging.getLogger(__name__)


async def announce(message):
    """To all processes; a layer that fails is told once, and costs nothing else: those who listen also look."""
    await attempt(lambda layer: layer.group_send(GROUP, packed(message)))


async def tell(channel, message):
    """To one process."""
    await attempt(lambda layer: layer.send(channel, packed(message)))


async def attempt(sending):
    try:
        await sending(get_channel_layer())
        trouble.clear()
    except Exception as error:  # noqa: BLE001 - whatever the layer's driver raises
        if not trouble:
            logger.warning("Les processus du site ne s’entendent plus (Chez) : %r", error)
        trouble.add("layer")


def packed(message):
    return {"type": TYPE, "text": envelopes.dumps(message)}


def unpacked(message):
    return envelopes.loads(message["text"])
