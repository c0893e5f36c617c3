"""picows: each message to all, an acknowledgement to its sender. It has no permessage-deflate."""

import asyncio
import json
import sys

from picows import WSListener, WSMsgType, ws_create_server

CLIENTS = set()


class Chat(WSListener):
    def on_ws_connected(self, transport):
        CLIENTS.add(transport)
        transport.send(WSMsgType.TEXT, b'{"type":"welcome"}')

    def on_ws_frame(self, transport, frame):
        if frame.msg_type == WSMsgType.CLOSE:
            transport.disconnect()
        elif frame.msg_type == WSMsgType.TEXT:
            text = frame.get_payload_as_bytes()
            for client in CLIENTS:
                client.send(WSMsgType.TEXT, text)
            transport.send(WSMsgType.TEXT, json.dumps({"type": "ack", "id": json.loads(text)["id"]}).encode())

    def on_ws_disconnected(self, transport):
        CLIENTS.discard(transport)


async def main(port):
    server = await ws_create_server(lambda request: Chat(), "127.0.0.1", port)
    await server.serve_forever()


try:
    from uvloop import run
except ImportError:  # Windows
    run = asyncio.run
run(main(int(sys.argv[1])))
