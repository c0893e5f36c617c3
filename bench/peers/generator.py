"""The load, in a process of its own: `python -m bench.peers.generator PORT FRAMING`.

Reads a job a line, {"do": "open", "clients": 200}, and answers with a line of figures, among them the share of its core
that it used: a generator that is always busy measures itself.
"""

import asyncio
import json
import sys
import time

from bench.peers import pages
from bench.peers.crowd import Crowd
from bench.peers.framing import FRAMINGS


async def main(port, framing):
    crowd = Crowd(FRAMINGS[framing], port)
    jobs = {"open": crowd.open, "stay": crowd.stay, "close": crowd.close, "flood": crowd.flood, "calm": crowd.calm}
    jobs |= {"get": lambda **job: pages.ask_often(port, **job), "unchanged": lambda **job: pages.unchanged(port, **job)}
    while line := await asyncio.to_thread(sys.stdin.readline):
        job = json.loads(line)
        begin, cpu = time.perf_counter(), time.process_time()
        try:
            figures = await jobs[job.pop("do")](**job)
        except Exception as error:  # the peer's: the run goes on without this figure
            figures = {"error": f"{type(error).__name__}: {error}"}
        busy = (time.process_time() - cpu) / (time.perf_counter() - begin)
        print(json.dumps({"busy": busy} | figures), flush=True)


if __name__ == "__main__":
    try:
        from uvloop import run
    except ImportError:  # Windows
        run = asyncio.run
    run(main(int(sys.argv[1]), sys.argv[2]))
