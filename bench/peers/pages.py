"""Requests over kept connections, as fast as they are answered."""

import asyncio
import re

CONNECTIONS = 8


async def ask_often(port, path, count, headers=""):
    """Status codes of `count` requests, each with how often it came."""
    queue, statuses = iter(range(count)), {}

    async def ask():
        connection = None
        for _ in queue:
            connection = connection or await asyncio.open_connection("127.0.0.1", port)
            status, head, _ = await one(connection, path, headers)
            statuses[status] = statuses.get(status, 0) + 1
            if "connection: close" in head.lower() or head.startswith("HTTP/1.0"):
                connection[1].close()
                connection = None

    await asyncio.gather(*(ask() for _ in range(CONNECTIONS)))
    return {"statuses": statuses}


async def one(connection, path, headers=""):
    """(status, head, body)"""
    reader, writer = connection
    writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}\r\n".encode())
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    length = re.search(r"^content-length: *(\d+)", head, re.IGNORECASE | re.MULTILINE)
    status = int(head.split()[1])
    body = await reader.readexactly(int(length[1])) if length and status != 304 else b""
    return status, head, body


async def unchanged(port, count):
    """As `ask_often`, for a file that the start page names and that the browser has."""
    page = (await one(await asyncio.open_connection("127.0.0.1", port), "/"))[2].decode()
    path = re.search(r'"(/static/[^"]+\.css)"', page)[1]
    head = (await one(await asyncio.open_connection("127.0.0.1", port), path))[1]
    date = re.search(r"^last-modified: *(.*?)\r", head, re.IGNORECASE | re.MULTILINE)[1]
    return await ask_often(port, path, count, f"If-Modified-Since: {date}\r\n")
