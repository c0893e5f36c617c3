"""Telling the open pages what a view has changed. Broadcasts are hints: when one is lost, the hubs look it up."""

import asyncio
import logging

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import transaction

from chat import bus

logger = logging.getLogger("chat")

DEADLINE = 1  # second given to the channel layer


def announce_removed(key, numbers):
    announce(key, bus.removed_message(key, numbers))


def announce_reset(room):
    announce(room.pk, bus.reset_message(room.pk, room.epoch))


def announce_room(room):
    """The room was renamed, closed, opened, muted or unmuted."""
    announce(room.pk, bus.room_message(room.pk, room.title, room.closed, room.muted))


def announce_shut_out(address, claim):
    """Close the sockets of a pupil (the number, or None), and of everybody at an address unless it is ""."""
    transaction.on_commit(lambda: broadcast(bus.CENSUS, bus.shut_out_message(address, claim)))


def announce(key, message):
    """Broadcast to a room once the transaction is through."""
    transaction.on_commit(lambda: broadcast(bus.room_group(key), message))


def broadcast(group, message):
    async def send():
        async with asyncio.timeout(DEADLINE):
            await get_channel_layer().group_send(group, message)

    try:
        async_to_sync(send)()
    except Exception:
        logger.exception("La couche de canaux ne transmet pas : les pages ouvertes l’apprendront par la base")
