"""The stage in a process of its own: messages over standard input and output, one line of JSON each (commands.py)."""

import asyncio
import os
import sys
from concurrent.futures import ThreadPoolExecutor

from workbench.stage.commands import start
from workbench.stage.guard import limit_memory, refuse_programs

MEMORY = 2**30  # bytes
LONGEST = 2**26


def main():
    """Serve until standard input ends. What the pupil's program prints goes nowhere near the pipe."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    source = os.fdopen(os.dup(0), "rb")
    os.dup2(2, 1)
    sys.stdin.close()  # exit() would; input() is refused
    limit_memory(MEMORY)
    sys.dont_write_bytecode = True
    asyncio.run(serve(source, out))


async def serve(source, out):
    take = start(lambda text: print(text, file=out, flush=True))
    refuse_programs()
    loop = asyncio.get_running_loop()
    reader = ThreadPoolExecutor(1)  # no second thread: it would be refused while a project is loaded
    while line := await loop.run_in_executor(reader, source.readline):
        take(line.decode("utf-8"))


if __name__ == "__main__":
    main()
