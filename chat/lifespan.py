"""The hub lives as long as the server."""

from chat.hub import Hub


async def lifespan(scope, receive, send):
    """Have it hear the other processes from the start, and say goodbye to them while the sockets are still there."""
    await receive()
    hub = Hub.current()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await hub.say_goodbye()
    await send({"type": "lifespan.shutdown.complete"})
