"""Telling the open pages what a view has changed. Broadcasts are hints: when one is lost, the hubs look it up."""

import asyncio
import logging

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import transaction

from chat import groups

logger = logging.getLogger("chat")

DEADLINE = 1  # second given to the channel layer


def announce_removed(message):
    announce(message.room_id, groups.removed_message(message.room_id, message.number))


def announce_reset(room):
    announce(room.pk, groups.reset_message(room.pk, room.epoch))


def announce(key, message):
    """Broadcast to a room once the transaction is through."""
    transaction.on_commit(lambda: broadcast(groups.room_group(key), message))


def broadcast(group, message):
    async def send():
        async with asyncio.timeout(DEADLINE):
            await get_channel_layer().group_send(group, message)

    try:
        async_to_sync(send)()
    except Exception:
        logger.exception("The channel layer does not carry: open pages will learn of it from the database")
