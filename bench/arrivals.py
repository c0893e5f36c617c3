"""How fast a school is let in, all at once: `python -m bench.arrivals PROCESSES ROOMS CLIENTS`.

CLIENTS come into ROOMS of a site with PostgreSQL, Redis and PROCESSES of its own, each process having its share of them
in all rooms; the same number then comes into the one room of Flask-SocketIO with gevent, one process, in the same run.
Printed: connections a second, who was not welcomed, who was closed within some seconds after, CPU ms a newcomer.
"""

import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

from bench.peers import installing
from bench.peers.measuring import generating
from bench.peers.serving import PEERS, serving
from bench.school import cpu_seconds, school

STAY = 10  # seconds
PEER = next(peer for peer in PEERS if peer.name == "Flask-SocketIO, gevent")


def arrive(name, ports, framing, parts, clients, rooms=0):
    """Let the clients come through all ports at once, and tell how it went."""
    with ExitStack() as stack:
        generators = [stack.enter_context(generating(port, framing)) for port in ports]
        before = {part: cpu_seconds(*pids) for part, pids in parts.items()}
        job = {"clients": clients // len(ports), "rooms": rooms}
        with ThreadPoolExecutor() as pool:
            opened = list(pool.map(lambda generator: generator.do("open", **job), generators))
            spent = {part: cpu_seconds(*pids) - before[part] for part, pids in parts.items()}
            stayed = list(pool.map(lambda generator: generator.do("stay", seconds=STAY), generators))
    rate, refused = (sum(figures[key] for figures in opened) for key in ("connections", "refused"))
    closed = sum(figures["closed"] for figures in stayed)
    costs = ", ".join(f"{part} {1000 * cpu / clients:.2f}" for part, cpu in spent.items())
    print(f"{name}: {rate:.0f} connections/s, {refused} refused, {closed} closed; CPU ms a newcomer: {costs}")


def main(number, rooms, clients):
    installing.install()
    with school(number, rooms) as (processes, parts):
        arrive(f"ours, {number} processes", [process.port for process in processes], "ours", parts, clients, rooms)
    with tempfile.TemporaryDirectory() as folder, serving(PEER, folder, rooms) as server:
        arrive(PEER.name, [server.port], PEER.framing, {"server": [server.process.pid]}, clients)


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:4]))
