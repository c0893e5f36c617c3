"""Bare `websockets.broadcast`: each message to all, an acknowledgement to its sender.

`deflate` or `plain` follows the port.
"""

import asyncio
import json
import sys

from websockets.asyncio.server import broadcast, serve

CLIENTS = set()


async def chat(socket):
    CLIENTS.add(socket)
    try:
        await socket.send('{"type":"welcome"}')
        async for text in socket:
            broadcast(CLIENTS, text)
            await socket.send(json.dumps({"type": "ack", "id": json.loads(text)["id"]}))
    finally:
        CLIENTS.remove(socket)


async def main(port, compression):
    async with serve(chat, "127.0.0.1", port, compression=None if compression == "plain" else "deflate") as server:
        await server.serve_forever()


asyncio.run(main(int(sys.argv[1]), sys.argv[2]))
