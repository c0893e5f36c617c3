"""Clients of one server, on picows: its frames are read in C. Runs in the bench's own environment."""

import asyncio
import time
import zlib

from picows import WSListener, WSMsgType, ws_connect

from bench.peers.tally import tally

OFFER = {"Sec-WebSocket-Extensions": "permessage-deflate; client_max_window_bits"}  # as browsers do
TAIL = b"\x00\x00\xff\xff"  # what a compressed frame leaves out at its end
AT_ONCE = 50  # openings
PATIENCE = 15  # seconds for what is still on its way


class Client(WSListener):
    def __init__(self, framing, name):
        self.framing, self.name = framing, name
        self.heard, self.own, self.on_message = [], None, None
        self.compressed, self.closed = False, False
        self.ready = asyncio.get_running_loop().create_future()
        self.inflate = None

    def on_ws_connected(self, transport):
        self.transport = transport

    def on_ws_frame(self, transport, frame):
        if frame.msg_type != WSMsgType.TEXT:
            if frame.msg_type == WSMsgType.CLOSE:
                transport.disconnect()
            return
        payload = frame.get_payload_as_bytes()
        if frame.rsv1:
            payload = self.inflated(payload)
        heard = self.framing.read(payload)
        if heard.numbers:
            self.heard.extend(heard.numbers)
            if self.on_message:
                self.on_message(self, heard.numbers)
        elif heard.answer:
            transport.send(WSMsgType.TEXT, heard.answer)
        elif heard.ready and not self.ready.done():
            self.ready.set_result(None)

    def inflated(self, payload):
        self.compressed = True
        self.inflate = self.inflate or zlib.decompressobj(-zlib.MAX_WBITS)
        return self.inflate.decompress(payload + TAIL)

    def on_ws_disconnected(self, transport):
        self.closed = True
        if not self.ready.done():
            self.ready.set_exception(ConnectionError("closed before it was in"))

    def say(self, number):
        self.own = number
        self.transport.send(WSMsgType.TEXT, self.framing.write(number, self.name))


class Crowd:
    """All clients, and the numbers of what they say."""

    def __init__(self, framing, port):
        self.framing, self.url = framing, f"ws://127.0.0.1:{port}{framing.path}"
        self.clients, self.number = [], 0

    async def open(self, clients, rooms=0):
        """Connections a second, until each is in or refused; with `rooms`, as many rooms `banc-N` instead of one."""
        begin, gate = time.perf_counter(), asyncio.Semaphore(AT_ONCE)
        names = [f"banc-{n % rooms}" if rooms else "accueil" for n in range(clients)]
        entering = (self.enter(gate, n, room) for n, room in enumerate(names))
        ends = await asyncio.gather(*entering, return_exceptions=True)
        self.clients = [end for end in ends if isinstance(end, Client)]
        seconds = time.perf_counter() - begin
        return {"connections": len(self.clients) / seconds, "refused": clients - len(self.clients)}

    async def stay(self, seconds):
        """How many of those who were in are closed a while later."""
        await asyncio.sleep(seconds)
        return {"closed": sum(client.closed for client in self.clients)}

    async def enter(self, gate, number, room):
        async with gate:
            client = Client(self.framing, f"Banc {number}")
            url = self.url.format(room=room)
            options = {"websocket_handshake_timeout": 60, "extra_headers": OFFER, "enable_auto_pong": True}
            await ws_connect(lambda: client, url, **options)
            await asyncio.wait_for(client.ready, 60)
        return client

    async def close(self):
        for client in self.clients:
            client.transport.send_close()
        await asyncio.sleep(1)
        for client in self.clients:
            client.transport.disconnect(graceful=False)
        self.clients = []
        return {}

    def next(self):
        self.number += 1
        self.sent.add(self.number)
        return self.number

    def begin(self, on_message):
        self.sent = set()
        for client in self.clients:
            client.heard, client.on_message, client.own = [], on_message, None

    async def flood(self, seconds, in_flight):
        """`in_flight` clients write; each writes again as soon as it hears itself."""
        begin = self.last = time.perf_counter()
        end = begin + seconds

        def on_message(client, numbers):
            self.last = time.perf_counter()
            if client.own in numbers and self.last < end:
                client.say(self.next())

        self.begin(on_message)
        for client in self.clients[:in_flight]:
            client.say(self.next())
        await asyncio.sleep(seconds)
        await self.settle()
        counts = self.counts()
        compressed = any(client.compressed for client in self.clients)
        return counts | {"a second": counts["deliveries"] / (self.last - begin), "compressed": compressed}

    async def settle(self):
        """Until all have all, or nothing more comes for a second, PATIENCE at most."""
        end = time.perf_counter() + PATIENCE
        while time.perf_counter() < min(end, self.last + 1):
            if all(len(client.heard) >= len(self.sent) for client in self.clients):
                return
            await asyncio.sleep(0.02)

    async def calm(self, messages, rate):
        """Milliseconds from each message to the last client, one after the other; None where not all had it."""
        delays = []
        self.begin(None)
        for _ in range(messages):
            begin = self.last = time.perf_counter()
            delays.append(await self.one())
            await asyncio.sleep(max(0, begin + 1 / rate - time.perf_counter()))
        await self.settle()
        return self.counts() | {"delays": delays}

    async def one(self):
        left, done = set(self.clients), asyncio.get_running_loop().create_future()
        number, begin = self.next(), time.perf_counter()

        def on_message(client, numbers):
            if number in numbers:
                left.discard(client)
                if not left and not done.done():
                    done.set_result(1000 * (time.perf_counter() - begin))

        for client in self.clients:
            client.on_message = on_message
        self.clients[0].say(number)
        done_now, _ = await asyncio.wait([done], timeout=2)
        return done.result() if done_now else None

    def counts(self):
        closed = sum(client.closed for client in self.clients)
        return tally(self.sent, [client.heard for client in self.clients]) | {"closed": closed}
