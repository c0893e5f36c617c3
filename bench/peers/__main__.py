"""The chat beside other servers: `python -m bench.peers [--only NAME …] [--runs 5] [--quick]`.

All serve one room with the same contract, each message to all and an acknowledgement to its sender, one peer after the
other under the same load; servers on the first core, the generator on the second, permessage-deflate offered as
browsers do. Ours stores every message (SQLite, synchronous=FULL) behind its guards, the others none. Of several runs
the medians; of what was lost, doubled, disordered or closed, all. CPU seconds are the server's own. Compare the ratios
of one run only. Table (Markdown), figures (JSON) and plot (SVG) are written to var/bench. The first time it installs
what it needs.
"""

import argparse
import json
import statistics
import time
from dataclasses import dataclass

from bench.peers.installing import FOLDER, install
from bench.peers.measuring import Run
from bench.peers.report import markdown, plot
from bench.peers.serving import PEERS

COUNTS = {"lost", "doubled", "disordered", "closed"}


@dataclass(frozen=True)
class Sizes:
    clients: int = 200
    crowd: int = 2000  # connections, for their rate and their memory
    seconds: int = 4  # of 50 in flight
    calm: int = 30  # messages at 10 a second
    requests: int = 1000
    rooms: int = 500  # idle, with 4 clients each
    idle: int = 10  # seconds


QUICK = Sizes(clients=50, crowd=200, seconds=1, calm=10, requests=200, rooms=50, idle=3)


def measure(peers, sizes, runs, no_node):
    """(medians, failures), each by peer."""
    figures, failures = {peer.name: [] for peer in peers}, {}
    for turn in range(runs):
        for peer in peers:
            if no_node and peer.command[0] == "node":
                failures[peer.name] = [no_node]
                continue
            run = Run(peer, sizes)
            figures[peer.name].append(run.measure())
            failures.setdefault(peer.name, []).extend(run.failures)
            print(f"run {turn + 1}, {peer.name}: {'; '.join(run.failures) or 'done'}", flush=True)
    return {name: medians(all) for name, all in figures.items()}, failures


def medians(runs):
    """Of all runs: the median of each figure, the sum of each count."""
    names = {name for run in runs for name in run}
    values = {name: [run[name] for run in runs if name in run] for name in names}
    return {name: sum(all) if name in COUNTS else statistics.median(all) for name, all in values.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", nargs="+", metavar="NAME", default=[""], help="peers whose names begin so")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="a short look, not a measure")
    options = parser.parse_args()
    no_node = install()
    peers = [peer for peer in PEERS if peer.name.startswith(tuple(options.only))]
    sizes = QUICK if options.quick else Sizes()
    results, failures = measure(peers, sizes, options.runs, no_node)
    title = f"{time.strftime('%Y-%m-%d %H:%M')}, {options.runs} runs, {sizes.clients} clients, a crowd of {sizes.crowd}"
    text = markdown(title, results, failures)
    print(text)
    (FOLDER / "peers.md").write_text(text, encoding="utf-8")
    (FOLDER / "peers.svg").write_text(plot(results), encoding="utf-8")
    (FOLDER / "peers.json").write_text(json.dumps({"title": title, "peers": results, "failures": failures}, indent=2))


if __name__ == "__main__":
    main()
