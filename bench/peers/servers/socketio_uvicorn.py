"""python-socketio on uvicorn: each message to all, an acknowledgement to its sender."""

import sys

import socketio
import uvicorn

server = socketio.AsyncServer(async_mode="asgi")


@server.on("message")
async def message(sid, data):
    await server.emit("message", data)
    return True


uvicorn.run(socketio.ASGIApp(server), host="127.0.0.1", port=int(sys.argv[1]), log_level="error", lifespan="off")
