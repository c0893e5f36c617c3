"""What may lie between a page and its site: a link that dies without a word, a proxy that knows no WebSockets."""

import re
import socket
import threading
from contextlib import contextmanager, suppress


class Proxy:
    """A TCP proxy to a site of 127.0.0.1, with a thread for each direction of each connection."""

    def __init__(self, port, edit=lambda data: data):
        """`edit` is what becomes of the bytes that come from the browser."""
        self.target, self.edit = ("127.0.0.1", port), edit
        self.holes = set()  # connections that carry nothing any more, and stay open
        self.connections = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        with suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                server = socket.create_connection(self.target)
                pair = object()
                self.connections.append((pair, client, server))
                for source, sink, edit in ((client, server, self.edit), (server, client, bytes)):
                    threading.Thread(target=self.carry, args=(pair, source, sink, edit), daemon=True).start()

    def carry(self, pair, source, sink, edit):
        with suppress(OSError):
            while data := source.recv(65536):
                if pair not in self.holes:
                    sink.sendall(edit(data))
            if pair not in self.holes:
                sink.shutdown(socket.SHUT_WR)

    def swallow(self):
        """From now on nothing comes through the connections that are open; new ones work."""
        self.holes.update(pair for pair, *_ in self.connections)

    def close(self):
        self.listener.close()
        for _, *ends in self.connections:
            for end in ends:
                end.close()


@contextmanager
def proxy(site, edit=bytes):
    between = Proxy(site.port, edit)
    try:
        yield between
    finally:
        between.close()


def without_upgrade(data):
    """As a proxy of before WebSockets does."""
    return re.sub(rb"(?i)\r\n(?:upgrade|connection): [^\r]*(?=\r\n)", b"", data)
